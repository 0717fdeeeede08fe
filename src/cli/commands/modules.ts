import path from "node:path";

import type { Command } from "commander";
import { Option } from "commander";

import { countTree, formatTree } from "../../core/modules/formatTree.js";
import type { ModuleTree } from "../../core/modules/moduleTree.js";
import { UserError } from "../../core/util/userError.js";
import { requireFreeTarget, writeNewFile } from "../../platform/newFile.js";
import { recordModules } from "../../platform/recordModules.js";
import type { CommandContext } from "../io.js";

interface Options {
  readonly framework?: "torch" | "paddle";
  readonly python?: string;
  readonly model?: string;
  readonly path: readonly string[];
  readonly output: string;
  readonly force: boolean;
  readonly format: "text" | "json";
}

const collect = (value: string, earlier: readonly string[]): string[] => [...earlier, value];

/** `paddle-port modules`: writes the module tree of a model, recorded in an interpreter or read from source. */
export function registerModules(program: Command, context: CommandContext): void {
  program
    .command("modules")
    .description("Write the module tree of a model, recorded in an interpreter.")
    .addOption(new Option("--framework <name>", "which framework to record").choices(["torch", "paddle"]))
    .option("--python <path>", "interpreter that has the framework")
    .option("--model <module:factory>", "class or function that returns the model, called without arguments")
    .option("--path <folder>", "put this folder first on the import path (repeatable)", collect, [])
    .requiredOption("-o, --output <file>", "where to write the tree")
    .option("--force", "replace the file if it exists", false)
    .addOption(
      new Option("--format <format>", "how to print the summary").choices(["text", "json"]).default("text"),
    )
    .action(async (options: Options) => {
      const target = path.resolve(context.io.cwd, options.output);
      requireFreeTarget(target, options.force);
      const tree = await recorded(options, context);
      await writeNewFile(target, formatTree(tree), options.force);
      context.io.stdout(options.format === "json" ? asJson(tree, target) : asText(tree, options.output));
      context.done(tree.open.length > 0 ? 1 : 0);
    });
}

async function recorded(options: Options, { io }: CommandContext): Promise<ModuleTree> {
  const { framework, python, model } = options;
  if (framework === undefined || python === undefined || model === undefined) {
    throw new UserError("--framework, --python and --model are needed.", "Run `paddle-port modules --help`.");
  }
  if (io.interactive) io.stderr(`Building ${model} in ${python} …\n`);
  return recordModules({ framework, python, model, paths: options.path, cwd: io.cwd });
}

function asJson(tree: ModuleTree, output: string): string {
  const { framework, origin, model, open, notes = [] } = tree;
  const document = { schemaVersion: 1, kind: "paddle-port/modules", output, framework, origin, model };
  return `${JSON.stringify({ ...document, counts: countTree(tree), open, notes }, undefined, 2)}\n`;
}

function asText(tree: ModuleTree, output: string): string {
  const counts = countTree(tree);
  const elements = counts.elements === null ? "" : ` with ${counts.elements.toLocaleString("en")} elements`;
  const lines = [
    ...(tree.notes ?? []).map((note) => `note: ${note}`),
    ...tree.open.map((sentence) => `open: ${sentence}`),
    `${output}: ${tree.origin} ${tree.framework} tree of ${tree.model}: ${String(counts.modules)} modules, ` +
      `${String(counts.parameters)} parameters${elements}, ${String(counts.buffers)} buffers` +
      (tree.open.length > 0 ? `, ${String(tree.open.length)} open` : ""),
  ];
  return `${lines.join("\n")}\n`;
}
