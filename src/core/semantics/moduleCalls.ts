import type { CallValue } from "./frame.js";
import { frameworkOf } from "./members.js";
import type { Inferred } from "./types.js";
import { asTensor, infer, tensor, unknown } from "./types.js";

/** Layers whose call gives something other than one tensor, or whose result depends on what they hold. */
const notOneTensor = new Set([
  "LSTM",
  "GRU",
  "RNN",
  "LSTMCell",
  "MultiheadAttention",
  "Sequential",
  "ModuleList",
  "ModuleDict",
  "Module",
  "Layer",
  "LayerList",
  "LayerDict",
  "Identity",
  "Transformer",
]);
/** Layers whose result has another number of dimensions than their input. */
const otherRank = new Set([
  "Flatten",
  "Unflatten",
  "Bilinear",
  "CrossEntropyLoss",
  "MSELoss",
  "L1Loss",
  "BCELoss",
  "CosineSimilarity",
  "EmbeddingBag",
]);

/** What calling a layer of the framework gives: all but the listed ones give one tensor. */
export function moduleCallResult(name: string, callee: Inferred, args: readonly CallValue[]): Inferred {
  const short = name.split(".").at(-1) ?? name;
  const input = args[0]?.value;
  if (short === "Identity") return input ?? unknown;
  if (notOneTensor.has(short)) return unknown;
  const given = input === undefined ? null : asTensor(input.type);
  const rank =
    given === null || given.rank === null || otherRank.has(short)
      ? null
      : short === "Embedding"
        ? given.rank + 1
        : given.rank;
  const dtype =
    short === "Embedding" || given === null || !given.dtype?.includes("float") ? null : given.dtype;
  return infer(tensor(frameworkOf(name) ?? "torch", rank, dtype), callee.confidence, `result of ${name}`);
}
