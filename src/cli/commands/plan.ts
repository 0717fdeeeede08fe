import { readFile } from "node:fs/promises";
import path from "node:path";

import { Option, type Command } from "commander";

import { UserError } from "../../core/util/userError.js";
import { countPlan, describePlan } from "../../core/weights/inference/describePlan.js";
import { inferPlan } from "../../core/weights/inference/inferPlan.js";
import type { CheckpointSummary } from "../../core/weights/inference/tensors.js";
import type { WeightPlan } from "../../core/weights/plan.js";
import { readModuleTree } from "../../core/weights/readPlan.js";
import { parseRules } from "../../core/weights/rules/rulesFile.js";
import { openCheckpoint } from "../../platform/checkpoints.js";
import { checkConfig } from "../../platform/configCheck.js";
import { requireFreeTarget, writeNewFile } from "../../platform/newFile.js";
import type { CommandContext } from "../io.js";
import { version } from "../version.js";

interface Options {
  readonly source: string;
  readonly target: string;
  readonly checkpoint?: string;
  readonly rules?: string;
  readonly output: string;
  readonly force?: boolean;
  readonly format: "text" | "json";
}

const rulesHelp = `
A rules file (YAML) decides what the trees do not say; rules that match nothing are errors:
  version: 1
  rules:
    - rename: "bert.{rest...}"          # {N} is a number, {name} one segment, {rest...} one or more
      to: "{rest...}"
    - drop: "pooler.{rest...}"
      reason: "not used by the port"
    - keep: "resampler.proj"            # x @ W on both sides
    - transpose: "head.weight"          # [out, in] in PyTorch, [in, out] in Paddle
    - split: "blocks.{N}.Wqkv.weight"   # rows, in equal parts unless sizes: [..] are given
      into: ["blocks.{N}.q.weight", "blocks.{N}.k.weight", "blocks.{N}.v.weight"]
    - fuse: ["blocks.{N}.q.bias", "blocks.{N}.k.bias", "blocks.{N}.v.bias"]
      into: "blocks.{N}.Wqkv.bias"
    - merge: "{p...}.original"          # original + scale * (first factor @ second factor), before anything else
      add: ["{p...}.0.lora_B", "{p...}.0.lora_A"]
      scale: 1.0                        # LoRA: alpha / rank; \`to:\` names the target where it cannot be told
A recorded tree of a model with LoRA (torch.nn.utils.parametrize) needs no such rule: what it computes is measured then.

Exit code: 0 everything is decided, 1 something is undecided (the plan is written all the same), 2 trouble.`;

/** `paddle-port plan`: decides where each tensor of the port comes from and writes the weight plan. */
export function registerPlan(program: Command, context: CommandContext): void {
  program
    .command("plan")
    .description("Decide how each tensor of a checkpoint becomes a tensor of the port, and why.")
    .requiredOption("--source <tree>", "module tree of the PyTorch model (paddle-port modules)")
    .requiredOption("--target <tree>", "module tree of the Paddle port (paddle-port modules)")
    .option(
      "--checkpoint <file-or-dir>",
      "safetensors weights; without them the source model's own state dict is planned",
    )
    .option("--rules <file>", "YAML file with decisions of yours")
    .requiredOption("-o, --output <file>", "where to write the plan (JSON)")
    .option("--force", "replace an existing plan")
    .addOption(
      new Option("--format <format>", "how to print the summary").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", rulesHelp)
    .action(async (options: Options) => context.done(await plan(options, context)));
}

async function plan(options: Options, { io }: CommandContext): Promise<0 | 1> {
  const at = (name: string): string => path.resolve(io.cwd, name);
  requireFreeTarget(at(options.output), options.force === true);
  const source = readModuleTree(await readInput(at(options.source)), options.source);
  const target = readModuleTree(await readInput(at(options.target)), options.target);
  const rules =
    options.rules === undefined ? undefined : parseRules(await readInput(at(options.rules)), options.rules);
  const given = { source, target, rules, producer: `paddle-port ${version}` };
  const made =
    options.checkpoint === undefined
      ? inferPlan(given)
      : await planCheckpoint(at(options.checkpoint), (checkpoint) => inferPlan({ ...given, checkpoint }));
  await writeNewFile(at(options.output), `${JSON.stringify(made, undefined, 2)}\n`, options.force === true);
  if (options.format === "json") {
    const { dropped, undecided, notes } = made;
    const document = {
      schemaVersion: 1,
      kind: "paddle-port/plan-summary",
      plan: at(options.output),
      counts: countPlan(made),
      dropped,
      undecided,
      notes,
    };
    io.stdout(`${JSON.stringify(document, undefined, 2)}\n`);
  } else {
    io.stdout(`${describePlan(made)}plan written to ${options.output}\n`);
  }
  return made.undecided.length === 0 ? 0 : 1;
}

async function planCheckpoint(
  checkpointPath: string,
  infer: (checkpoint: CheckpointSummary) => WeightPlan,
): Promise<WeightPlan> {
  const checkpoint = await openCheckpoint(checkpointPath);
  try {
    const tensors = checkpoint.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
    const made = infer({ tensors, headerSha256: checkpoint.headerSha256 });
    await checkConfig(checkpoint, made);
    return made;
  } finally {
    await checkpoint.close();
  }
}

async function readInput(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const why =
      code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw new UserError(`${file} ${why}.`, "Check the path.");
  }
}
