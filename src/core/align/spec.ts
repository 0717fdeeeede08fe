import { LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";

import { UserError } from "../util/userError.js";

/** The alignment specification, `align.yaml`: what is compared with what, on which inputs. Paths are relative to it. */

const weights = z.strictObject({
  /** A safetensors file, an index.json, or a folder with one of them. */
  file: z.string().min(1),
  /** Patterns (`*`, `?`, `[…]`) of tensors in the file that the model rightly does not have. */
  ignore: z.array(z.string()).default([]),
  /** Patterns of the model's parameters and buffers that the file rightly lacks and that stay as built. */
  keep: z.array(z.string()).default([]),
});

const liveModel = {
  /** `module:factory`; the factory takes no arguments and returns the model. */
  model: z.string().regex(/^[^:\s]+:[^:\s]+$/, "write it as module:factory"),
  /** Folders put before Python's path, in this order. */
  path: z.array(z.string()).default(["."]),
  weights: z.union([z.string().min(1), weights]).optional(),
  /** The interpreter; the command line and the environment override it. */
  python: z.string().min(1).optional(),
};

/** A model that PyTorch's exporter wrote, run by ONNX Runtime; it stands in where PyTorch is not there. */
const onnxModel = z.strictObject({
  kind: z.literal("onnx"),
  /** The .onnx file; weights that it keeps in other files lie beside it. */
  model: z.string().min(1),
  /** Input of the graph → input of the specification; those of the same name need no entry. */
  inputs: z.record(z.string(), z.string()).default({}),
  /** Output of the graph → slot of the port's result ("0", "1.pooled"); without an entry they go by their order. */
  outputs: z.record(z.string(), z.string()).default({}),
});

const textInputs = z.strictObject({
  /** The checkpoint's tokenizer.json. */
  tokenizer: z.string().min(1),
  sentences: z.array(z.string()).min(1),
  /** Tokens, special ones included; longer sentences are cut. */
  maxLength: z.int().positive().default(512),
  /** `longest`: up to the longest sentence; a number: up to that many tokens. */
  padding: z.union([z.literal("longest"), z.int().positive()]).default("longest"),
});

const randomTensor = z.strictObject({
  shape: z.array(z.int().positive()),
  dtype: z.enum(["float32", "int64", "int32", "bool"]).default("float32"),
  /** float32 only: standard normal, or evenly from `low` to `high`. */
  distribution: z.enum(["normal", "uniform"]).default("normal"),
  low: z.number().default(0),
  /** Exclusive. */
  high: z.number().default(1),
});

const inputs = z
  .strictObject({
    text: textInputs.optional(),
    /** A safetensors file whose tensors are the inputs. */
    file: z.string().min(1).optional(),
    random: z.record(z.string(), randomTensor).optional(),
  })
  .refine((given) => given.text ?? given.file ?? given.random, "name at least one of text, file and random");

const similarity = z.strictObject({
  /** Slot of the model's output: "0" is the first of a tuple. */
  from: z.string().default("0"),
  pooling: z.enum(["mean", "cls", "none"]).default("mean"),
  /** The input that marks real tokens with 1; without it all positions count. */
  mask: z.string().optional(),
  normalize: z.boolean().default(true),
  /** Inputs of its own, run on both sides for their outputs alone; without them the run's own inputs serve. */
  inputs: inputs.optional(),
  /** With a recorded reference and inputs of its own: the recording of their outputs. */
  recording: z.string().min(1).optional(),
});

export const alignSpec = z.strictObject({
  schemaVersion: z.literal(1),
  reference: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("torch"), ...liveModel }),
    z.strictObject({ kind: z.literal("recorded"), folder: z.string().min(1) }),
    onnxModel,
  ]),
  port: z.strictObject(liveModel),
  /** A weight plan: its module names and its dropped tensors are used. */
  plan: z.string().min(1).optional(),
  /** Module paths of the reference → of the port, in addition to the plan's. */
  modules: z.record(z.string(), z.string()).default({}),
  inputs,
  /** Argument of the model's forward (a name, or "0", "1" … by position) → input; all inputs by their names if absent. */
  arguments: z.record(z.string(), z.string()).optional(),
  /** The input that marks real tokens with 1 and padding with 0, so that both are also judged apart. */
  mask: z.string().default("attention_mask"),
  /** Tolerance = this times the measured noise floor. */
  tolerance: z.number().positive().max(10).default(10),
  seed: z.int().nonnegative().default(0),
  threads: z.int().positive().default(1),
  similarity: similarity.optional(),
});

export type AlignSpec = z.infer<typeof alignSpec>;
export type InputsSpec = z.infer<typeof inputs>;
export type TextInputs = z.infer<typeof textInputs>;
export type RandomTensor = z.infer<typeof randomTensor>;
export type LiveModel = AlignSpec["port"];
export type OnnxReference = z.infer<typeof onnxModel>;
export type SimilaritySpec = z.infer<typeof similarity>;

/**
 * Reads a specification.
 * @param text the YAML (or JSON) text
 * @param file its name, for messages
 * @throws UserError naming file and line
 */
export function parseAlignSpec(text: string, file: string): AlignSpec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new UserError(`${file}:${String(line)}: ${broken.message}.`, "Correct the YAML.");
  }
  const parsed = alignSpec.safeParse(document.toJS());
  if (parsed.success) return checkReferences(parsed.data, file, document, lines);
  const issue = parsed.error.issues[0];
  throw complaint(file, document, lines, issue?.path ?? [], issue?.message ?? "does not fit the schema");
}

function checkReferences(spec: AlignSpec, file: string, document: Document, lines: LineCounter): AlignSpec {
  const names = inputNames(spec.inputs);
  for (const [name, input] of Object.entries(spec.reference.kind === "onnx" ? spec.reference.inputs : {})) {
    if (spec.inputs.file !== undefined || names.includes(input)) continue;
    const message = `there is no input "${input}" (there are ${names.join(", ")})`;
    throw complaint(file, document, lines, ["reference", "inputs", name], message);
  }
  for (const [argument, input] of Object.entries(spec.arguments ?? {})) {
    // What a safetensors file holds is only known when it is read.
    if (spec.inputs.file !== undefined || names.includes(input)) continue;
    const message = `there is no input "${input}" (there are ${names.join(", ")})`;
    throw complaint(file, document, lines, ["arguments", argument], message);
  }
  return spec;
}

/** Names of the tensors that text and random inputs give; those of a file are not known here. */
export function inputNames(given: InputsSpec): string[] {
  const text = given.text ? ["input_ids", "attention_mask", "token_type_ids"] : [];
  return [...text, ...Object.keys(given.random ?? {})];
}

/** The weights in their long form. */
export function weightsOf(model: LiveModel): z.infer<typeof weights> | undefined {
  return typeof model.weights === "string" ? { file: model.weights, ignore: [], keep: [] } : model.weights;
}

function complaint(
  file: string,
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  message: string,
): UserError {
  // The key itself may be missing: then the innermost part that is there gives the line.
  let offset = 0;
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: readonly number[] } | null | undefined)?.range;
    if (range?.[0] !== undefined) {
      offset = range[0];
      break;
    }
  }
  const { line } = lines.linePos(offset);
  const where = path.length === 0 ? "" : ` ${path.map(String).join(".")}:`;
  return new UserError(`${file}:${String(line || 1)}:${where} ${message}.`, "Correct the specification.");
}
