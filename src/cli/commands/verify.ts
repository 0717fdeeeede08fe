import path from "node:path";

import { Option, type Command } from "commander";

import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import {
  verifyConversion,
  type TensorVerdict,
  type VerifyReport,
} from "../../core/weights/conversion/verify.js";
import { openCheckpoint } from "../../platform/checkpoints.js";
import { loadPlan } from "../../platform/planFiles.js";
import type { CommandContext } from "../io.js";
import { progressLine } from "../progress.js";

interface Options {
  readonly checkpoint: string;
  readonly out: string;
  readonly format: "text" | "json";
}

/** Differing tensors that the text lists; the JSON has all. */
const listed = 20;

/** `paddle-port verify`: compares converted weights with their source, completely. */
export function registerVerify(program: Command, context: CommandContext): void {
  program
    .command("verify")
    .description("Compare converted weights with their checkpoint, every element, by the plan.")
    .argument("<plan.json>", "the plan that the weights were converted by")
    .requiredOption("--checkpoint <file-or-dir>", "the weights that were converted")
    .requiredOption("--out <dir>", "the folder (or file) with the converted weights")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExit code: 0 every tensor is equal, 1 something differs, 2 trouble.")
    .action(async (plan: string, options: Options) => {
      const report = await verify(plan, options, context);
      context.io.stdout(options.format === "json" ? asJson(report) : asText(report));
      context.done(report.equal ? 0 : 1);
    });
}

async function verify(planFile: string, options: Options, { io }: CommandContext): Promise<VerifyReport> {
  const plan = await loadPlan(path.resolve(io.cwd, planFile));
  const source = await openCheckpoint(path.resolve(io.cwd, options.checkpoint));
  const progress = progressLine(io, `verifying ${plan.entries.length} tensors`);
  try {
    const output = await openCheckpoint(path.resolve(io.cwd, options.out));
    try {
      return await verifyConversion(plan, source, output, (done, total) => {
        progress.update(done / total);
      });
    } finally {
      await output.close();
    }
  } finally {
    progress.end();
    await source.close();
  }
}

function count(report: VerifyReport): Record<TensorVerdict["verdict"], number> {
  const counts = { equal: 0, different: 0, missing: 0, unexpected: 0, "wrong type": 0 };
  for (const { verdict } of report.tensors) counts[verdict] += 1;
  return counts;
}

function asJson(report: VerifyReport): string {
  const { equal, problems, tensors } = report;
  const document = {
    schemaVersion: 1,
    kind: "paddle-port/verification",
    equal,
    counts: count(report),
    problems,
    tensors,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function asText(report: VerifyReport): string {
  const wrong = report.tensors.filter((tensor) => tensor.verdict !== "equal");
  const lines = wrong.slice(0, listed).map((tensor) => {
    const bytes =
      tensor.first === undefined ? "" : ` (expected ${tensor.first.expected}, found ${tensor.first.found})`;
    const sources = tensor.sources.length > 0 ? `, from ${tensor.sources.map(escapeText).join(", ")}` : "";
    return `${tensor.verdict}: ${escapeText(tensor.name)}: ${tensor.detail ?? ""}${bytes}${sources}`;
  });
  if (wrong.length > listed) lines.push(`… and ${wrong.length - listed} more; --format json lists all`);
  const elements = report.tensors.reduce(
    (sum, tensor) => sum + (tensor.verdict === "equal" ? tensor.elements : 0),
    0,
  );
  const { equal } = count(report);
  const total = report.tensors.length;
  lines.push(...report.problems.map(escapeText));
  lines.push(
    `${equal} of ${total} tensors equal to their sources (${elements.toLocaleString("en")} elements compared byte by byte)`,
  );
  return `${lines.join("\n")}\n`;
}
