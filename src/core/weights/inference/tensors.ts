import type { ModuleTree, ParameterEntry, ParametrizationEntry } from "../../modules/moduleTree.js";
import { mergeProblem, type MergePart } from "../mergeProblem.js";
import { consumersOf, leafOf, type Consumer } from "./consumers.js";
import { safetensorsDtype } from "./dtypes.js";
import { join } from "./layerNames.js";
import { modelMerges, type ModelMerge, type SourceMerge } from "./lowRank.js";

/** What a checkpoint's headers say about one tensor; dtype in safetensors' spelling. */
export interface CheckpointTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** The headers of a checkpoint, of one file or of all its shards together. */
export interface CheckpointSummary {
  readonly tensors: readonly CheckpointTensor[];
  readonly headerSha256: string;
}

/** A size that is known, or an expression that reading the source could not resolve. */
export type Shape = readonly (number | string)[];

/** One tensor that a model owns, seen from its module tree. */
export interface ModelTensor {
  readonly name: string;
  readonly leaf: string;
  readonly module: string;
  /** The owner's layer kind, `Module` for anything that is not a framework layer. */
  readonly kind: string;
  readonly shape: Shape;
  /** PyTorch's spelling. */
  readonly dtype: string;
  readonly buffer: boolean;
  readonly persistent: boolean;
  readonly tiedTo: string | undefined;
  readonly consumer: Consumer;
  /** Set for a tensor that the reference computes from stored ones; `parts` are the original, then what is merged into it. */
  readonly merge?: ModelMerge & { readonly parts: readonly [MergePart, MergePart, MergePart] };
  /** For the original of a parametrization that is not understood: the tensor that it goes into. */
  readonly computed?: ModelTensor;
}

/** A tensor to convert: from the checkpoint when there is one, else from the tree; `model` is what the source tree says. */
export interface SourceTensor {
  readonly name: string;
  readonly shape: Shape;
  /** safetensors' spelling. */
  readonly dtype: string;
  readonly model: ModelTensor | undefined;
  /** What is added to it before anything else. */
  readonly merge?: SourceMerge;
  /** The tensor that the reference computes from it and others, where these are not there or do not fit. */
  readonly computed?: ModelTensor;
}

/**
 * All parameters and buffers of a tree, by name, in the tree's order. Where the reference merges a low-rank product, the tensor
 * that comes out stands in the place of those that it is computed from.
 */
export function modelTensors(tree: ModuleTree): Map<string, ModelTensor> {
  const consumer = consumersOf(tree);
  const kinds = new Map(tree.modules.map((entry) => [entry.path, entry.kind]));
  const tensors = new Map<string, ModelTensor>();
  const merges = modelMerges(tree);
  const merged = new Map([...merges.values()].map((entry) => [entry.merge.original, entry]));
  const factors = new Set([...merges.values()].flatMap(({ merge }) => [merge.left, merge.right]));
  for (const entry of tree.parameters) {
    if (factors.has(entry.name)) continue;
    const computed = merged.get(entry.name);
    if (computed !== undefined) {
      tensors.set(computed.name, mergedTensor(computed, tree, consumer(computed), kinds));
      continue;
    }
    const plain = (own: ParameterEntry): ModelTensor => ({
      ...own,
      leaf: leafOf(own),
      kind: kinds.get(own.module) ?? "Module",
      buffer: false,
      persistent: true,
      tiedTo: own.tiedTo,
      consumer: consumer(own),
    });
    const into = computedName(entry);
    tensors.set(entry.name, { ...plain(entry), ...(into && { computed: plain({ ...entry, ...into }) }) });
  }
  for (const entry of tree.buffers) {
    tensors.set(entry.name, {
      ...entry,
      leaf: leafOf(entry),
      kind: kinds.get(entry.module) ?? "Module",
      buffer: true,
      tiedTo: undefined,
      consumer: consumer(entry),
    });
  }
  return tensors;
}

/** `fc.weight` of `fc`, for `fc.parametrizations.weight.original`. */
function computedName(entry: ParameterEntry): { name: string; module: string } | undefined {
  const found = /^(?:(.*)\.)?parametrizations\.([^.]+)\.original$/.exec(entry.name);
  const [, module = "", tensor = ""] = found ?? [];
  return found === null ? undefined : { name: join(module, tensor), module };
}

function mergedTensor(
  entry: ParametrizationEntry & { merge: ModelMerge },
  tree: ModuleTree,
  consumer: Consumer,
  kinds: ReadonlyMap<string, string>,
): ModelTensor {
  const part = (name: string): MergePart => {
    const found = tree.parameters.find((parameter) => parameter.name === name);
    const dtype = found?.dtype ?? "";
    return { name, shape: found?.shape ?? [], dtype: safetensorsDtype(dtype) ?? dtype };
  };
  const { original, left, right } = entry.merge;
  const parts = [part(original), part(left), part(right)] as const;
  return {
    name: entry.name,
    leaf: leafOf(entry),
    module: entry.module,
    kind: kinds.get(entry.module) ?? "Module",
    shape: parts[0].shape,
    dtype: tree.parameters.find((parameter) => parameter.name === original)?.dtype ?? "",
    buffer: false,
    persistent: true,
    tiedTo: undefined,
    consumer,
    merge: { ...entry.merge, parts },
  };
}

/**
 * The tensors to convert. With a checkpoint these are its tensors, each with the model tensor of the same name
 * (after `prefix`, which every name of the checkpoint carries and the model does not); without one, the model's own
 * state dict, with tied names left out because one of them stands for all.
 * What is to be merged becomes one tensor, called like its original; where the parts are not all there, they stay apart.
 */
export function sourceTensors(
  model: ReadonlyMap<string, ModelTensor>,
  checkpoint: CheckpointSummary | undefined,
  prefix: string,
): SourceTensor[] {
  if (checkpoint === undefined) {
    return [...model.values()]
      .filter((tensor) => tensor.persistent && tensor.tiedTo === undefined)
      .map((tensor) => {
        const dtype = safetensorsDtype(tensor.dtype) ?? tensor.dtype;
        const own = { name: tensor.name, shape: tensor.shape, dtype, model: tensor };
        return tensor.merge === undefined ? own : mergedSource(own, tensor.merge, tensor.merge.parts);
      });
  }
  const stored = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]));
  const merged = new Map<string, SourceTensor>();
  const gone = new Set<string>();
  const standsFor = new Set<ModelTensor>();
  const apart = new Map<string, ModelTensor>();
  for (const tensor of model.values()) {
    if (tensor.merge === undefined) continue;
    const parts = storedParts(tensor.merge, stored, prefix);
    if (parts === undefined || mergeProblem(...parts) !== undefined) {
      apart.set(prefix + tensor.merge.original, tensor);
      continue;
    }
    merged.set(parts[0].name, mergedSource({ ...parts[0], model: tensor }, tensor.merge, parts));
    gone.add(parts[1].name).add(parts[2].name);
    standsFor.add(tensor);
  }
  return checkpoint.tensors
    .filter((tensor) => !gone.has(tensor.name))
    .map((tensor): SourceTensor => {
      const found = tensor.name.startsWith(prefix) ? model.get(tensor.name.slice(prefix.length)) : undefined;
      const { name, shape, dtype } = tensor;
      const computed = apart.get(name);
      const own = { name, shape, dtype, model: found && standsFor.has(found) ? undefined : found };
      return merged.get(name) ?? { ...own, ...(computed && { computed }) };
    });
}

/** The tensors of a checkpoint that a merge needs, or undefined while one of them is missing. */
function storedParts(
  merge: ModelMerge,
  stored: ReadonlyMap<string, MergePart>,
  prefix: string,
): [MergePart, MergePart, MergePart] | undefined {
  const [original, left, right] = [merge.original, merge.left, merge.right].map((name) =>
    stored.get(prefix + name),
  );
  return original && left && right ? [original, left, right] : undefined;
}

function mergedSource(
  own: SourceTensor,
  { scale, text }: ModelMerge,
  [original, left, right]: readonly [MergePart, MergePart, MergePart],
): SourceTensor {
  return { ...own, name: original.name, merge: { left, right, scale, text, confidence: "certain" } };
}

/**
 * The prefix that a wrapper (DataParallel's `module.`, a task head's `bert.`) put before every tensor of the model:
 * the one P such that the checkpoint holds P + name for every parameter of the model, while it holds none of the plain names.
 * @returns "" when there is none
 */
export function checkpointPrefix(
  model: ReadonlyMap<string, ModelTensor>,
  checkpoint: CheckpointSummary,
): string {
  const held = new Set(checkpoint.tensors.map((tensor) => tensor.name));
  // What a merge leaves is looked for under the names that it is stored in; merged already, it would need no prefix of its own.
  const wanted = [...model.values()]
    .filter((tensor) => !tensor.buffer && tensor.tiedTo === undefined)
    .map((tensor) => tensor.merge?.original ?? tensor.name);
  const [first] = wanted;
  if (first === undefined || wanted.some((name) => held.has(name))) return "";
  const prefixes = checkpoint.tensors
    .filter((tensor) => tensor.name.endsWith(`.${first}`))
    .map((tensor) => tensor.name.slice(0, -first.length))
    .filter((prefix) => wanted.every((name) => held.has(prefix + name)));
  return prefixes.length === 1 ? (prefixes[0] ?? "") : "";
}

/** True where the sizes agree; a size that is an expression agrees with anything. */
export function sameShape(left: Shape, right: Shape): boolean {
  return (
    left.length === right.length &&
    left.every(
      (size, axis) => typeof size === "string" || typeof right[axis] === "string" || size === right[axis],
    )
  );
}

/** The sizes as numbers, or undefined while one of them is an expression. */
export function knownShape(shape: Shape): number[] | undefined {
  const sizes = shape.filter((size) => typeof size === "number");
  return sizes.length === shape.length ? sizes : undefined;
}
