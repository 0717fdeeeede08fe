import type { Command } from "commander";
import { Option } from "commander";

import { bundledCatalog } from "../../core/api/bundledCatalog.js";
import type { RowDescription } from "../../core/api/describeRow.js";
import { describeRow } from "../../core/api/describeRow.js";
import { lookUpName, nearestNames } from "../../core/api/lookUpName.js";
import type { CommandContext } from "../io.js";
import { ProjectSettingsFinder } from "../../platform/projectSettings.js";
import { chooseTarget, parseTarget, targetHelp } from "../target.js";

interface Options {
  readonly paddle?: string;
  readonly format: "text" | "json";
}

/** `paddle-port query NAME`: what a PyTorch API becomes on Paddle, and what was executed to show it. */
export function registerQuery(program: Command, context: CommandContext): void {
  program
    .command("query")
    .description(
      "Look up what a PyTorch name becomes on Paddle, argument by argument, and where that is proven.",
    )
    .argument("<name>", "torch.Tensor.permute, or short: Tensor.permute, nn.Linear, F.relu")
    .option("--paddle <version>", targetHelp)
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .action(async (name: string, options: Options) => {
      const asked = options.paddle === undefined ? undefined : parseTarget(options.paddle);
      const { cwd } = context.io;
      const target = chooseTarget(asked, await new ProjectSettingsFinder().forFolder(cwd), cwd).version;
      const catalog = bundledCatalog();
      const row = lookUpName(catalog, name);
      if (row === undefined) {
        context.io.stdout(unknown(name, nearestNames(catalog, name), options.format));
        context.done(1);
        return;
      }
      const description = describeRow(catalog, row, target);
      context.io.stdout(
        options.format === "json"
          ? json({ found: true, name: row.name, api: description })
          : asText(description),
      );
      context.done(0);
    });
}

function json(fields: object): string {
  return `${JSON.stringify({ schemaVersion: 1, kind: "paddle-port/query", ...fields }, undefined, 2)}\n`;
}

function unknown(name: string, nearest: readonly string[], format: Options["format"]): string {
  if (format === "json") return json({ found: false, name, nearest });
  const hint = nearest.length === 0 ? "" : ` Did you mean ${nearest.join(", ")}?`;
  return `Nothing is known about ${name}; uses of it are reported as open.${hint}\n`;
}

function asText(row: RowDescription): string {
  const lines = [`${row.name} (${row.kind})`];
  if (row.aliases.length > 0) lines.push(`also: ${row.aliases.join(", ")}`);
  for (const form of row.forms) {
    lines.push("");
    for (const signature of form.signatures) lines.push(`PyTorch  ${row.name}${signature}`);
    lines.push(`Paddle   ${form.write ?? "no counterpart"}`);
    if (form.advice !== null) lines.push(`         ${form.advice}`);
    for (const argument of form.arguments) lines.push(`  ${argument.name}: ${argument.becomes}`);
  }
  lines.push("");
  if (row.note !== null) lines.push(`Note: ${row.note}`);
  lines.push(
    row.proven === null
      ? `Not proven for Paddle ${row.paddle} and up.`
      : `Proven on Paddle ${row.proven.paddle.join(" and ")} with ${row.proven.forms} programs` +
          (row.proven.arguments.length > 0
            ? `; arguments exercised: ${row.proven.arguments.join(", ")}.`
            : "."),
  );
  if (row.proven !== null && row.proven.kernel !== "real")
    lines.push(
      `Paddle's kernel was ${row.proven.kernel} behind its real signature, since it needs a GPU: compare results on one.`,
    );
  return `${lines.join("\n")}\n`;
}
