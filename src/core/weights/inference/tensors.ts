import type { ModuleTree } from "../../modules/moduleTree.js";
import { consumersOf, leafOf, type Consumer } from "./consumers.js";
import { safetensorsDtype } from "./dtypes.js";

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
}

/** A tensor to convert: from the checkpoint when there is one, else from the tree; `model` is what the source tree says. */
export interface SourceTensor {
  readonly name: string;
  readonly shape: Shape;
  /** safetensors' spelling. */
  readonly dtype: string;
  readonly model: ModelTensor | undefined;
}

/** All parameters and buffers of a tree, by name, in the tree's order. */
export function modelTensors(tree: ModuleTree): Map<string, ModelTensor> {
  const consumer = consumersOf(tree);
  const kinds = new Map(tree.modules.map((entry) => [entry.path, entry.kind]));
  const tensors = new Map<string, ModelTensor>();
  for (const entry of tree.parameters) {
    tensors.set(entry.name, {
      ...entry,
      leaf: leafOf(entry),
      kind: kinds.get(entry.module) ?? "Module",
      buffer: false,
      persistent: true,
      tiedTo: entry.tiedTo,
      consumer: consumer(entry),
    });
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

/**
 * The tensors to convert. With a checkpoint these are its tensors, each with the model tensor of the same name
 * (after `prefix`, which every name of the checkpoint carries and the model does not); without one, the model's own
 * state dict, with tied names left out because one of them stands for all.
 */
export function sourceTensors(
  model: ReadonlyMap<string, ModelTensor>,
  checkpoint: CheckpointSummary | undefined,
  prefix: string,
): SourceTensor[] {
  if (checkpoint !== undefined) {
    return checkpoint.tensors.map((tensor) => ({
      name: tensor.name,
      shape: tensor.shape,
      dtype: tensor.dtype,
      model: tensor.name.startsWith(prefix) ? model.get(tensor.name.slice(prefix.length)) : undefined,
    }));
  }
  return [...model.values()]
    .filter((tensor) => tensor.persistent && tensor.tiedTo === undefined)
    .map((tensor) => ({
      name: tensor.name,
      shape: tensor.shape,
      dtype: safetensorsDtype(tensor.dtype) ?? tensor.dtype,
      model: tensor,
    }));
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
  const wanted = [...model.values()]
    .filter((tensor) => !tensor.buffer && tensor.tiedTo === undefined)
    .map((tensor) => tensor.name);
  const [first] = wanted;
  if (first === undefined || wanted.some((name) => held.has(name))) return "";
  const prefixes = checkpoint.tensors
    .filter((tensor) => tensor.name.endsWith(`.${first}`))
    .map((tensor) => tensor.name.slice(0, -first.length))
    .filter((prefix) => wanted.every((name) => held.has(prefix + name)));
  return prefixes.length === 1 ? (prefixes[0] ?? "") : "";
}

/** `[384, 1536]` for messages. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
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
