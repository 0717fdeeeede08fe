import type { RandomTensor } from "./spec.js";
import { sizeOf, type InputTensor } from "./tensorValues.js";

/** Numbers in [0, 1) from a seed (mulberry32): the same on every machine, which a framework's generator is not. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random input: standard normal or uniform float32, integers in [low, high), or booleans. */
export function randomTensor(name: string, spec: RandomTensor, seed: number): InputTensor {
  // Inputs of one run must differ though they share the seed.
  const next = generator(
    [...name].reduce((sum, letter) => Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0), seed + 1),
  );
  const { shape, dtype, low, high } = spec;
  const count = sizeOf(shape);
  const numbers = Array.from({ length: count }, () => {
    if (dtype === "bool") return next() < 0.5 ? 0 : 1;
    if (dtype !== "float32") return low + Math.floor(next() * (high - low));
    if (spec.distribution === "uniform") return low + next() * (high - low);
    return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  });
  const typed =
    dtype === "float32"
      ? Float32Array.from(numbers)
      : dtype === "int64"
        ? BigInt64Array.from(numbers, BigInt)
        : dtype === "int32"
          ? Int32Array.from(numbers)
          : Uint8Array.from(numbers);
  return { name, dtype, shape, data: new Uint8Array(typed.buffer) };
}
