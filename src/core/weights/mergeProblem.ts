import { isMergeable } from "./conversion/lowRank.js";
import { isDtype } from "./safetensors/dtypes.js";
import { showShape } from "./showShape.js";

/** A tensor as far as merging looks at it; dtype in safetensors' spelling. */
export interface MergePart {
  readonly name: string;
  /** A size that is a string is an expression that reading the source could not resolve. */
  readonly shape: readonly (number | string)[];
  readonly dtype: string;
}

/** Why three tensors cannot be merged, as the end of a sentence, or undefined when they can. */
export function mergeProblem(original: MergePart, left: MergePart, right: MergePart): string | undefined {
  for (const part of [original, left, right]) {
    if (!isDtype(part.dtype) || !isMergeable(part.dtype))
      return `\`${part.name}\` is ${part.dtype}; F16, BF16, F32 and F64 can be merged`;
  }
  const [whole, tall, wide] = [numbersOf(original.shape), matrixShape(left.shape), matrixShape(right.shape)];
  if (whole?.length !== 2) return `\`${original.name}\` ${showShape(original.shape)} is no matrix`;
  if (tall === undefined) return `\`${left.name}\` ${showShape(left.shape)} is not one matrix`;
  if (wide === undefined) return `\`${right.name}\` ${showShape(right.shape)} is not one matrix`;
  const product = `\`${left.name}\` ${showShape(left.shape)} and \`${right.name}\` ${showShape(right.shape)}`;
  if (tall[1] !== wide[0]) return `the ranks of ${product} differ: ${tall[1]} and ${wide[0]}`;
  if (tall[1] === 0) return `the rank of ${product} is 0`;
  if (tall[0] !== whole[0] || wide[1] !== whole[1]) {
    return `${product} make [${tall[0]}, ${wide[1]}], but \`${original.name}\` is ${showShape(original.shape)}`;
  }
  return undefined;
}

/** The last two sizes of a shape whose other sizes are all 1. */
function matrixShape(shape: MergePart["shape"]): [number, number] | undefined {
  const [rows, cols] = numbersOf(shape)?.slice(-2) ?? [];
  if (rows === undefined || cols === undefined) return undefined;
  return shape.slice(0, -2).every((size) => size === 1) ? [rows, cols] : undefined;
}

function numbersOf(shape: MergePart["shape"]): number[] | undefined {
  const sizes = shape.filter((size) => typeof size === "number");
  return sizes.length === shape.length ? sizes : undefined;
}
