// @ts-check
// The safetensors files that the benchmarks convert. Their values do not matter for the time, but are finite: the
// converter refuses a checkpoint that holds NaN or infinity.
import { closeSync, openSync, writeSync } from "node:fs";

const bytesEach = { BF16: 2, F32: 4 };

/** @typedef {{ readonly name: string, readonly shape: readonly number[] }} Tensor */

/** @param {keyof typeof bytesEach} dtype @param {Tensor} tensor */
export function tensorSize(dtype, { shape }) {
  return shape.reduce((product, size) => product * size, bytesEach[dtype]);
}

/** Numbers of either sign between 0.008 and 0.03, as weights are. @param {keyof typeof bytesEach} dtype */
function randomBlock(dtype) {
  const block = Buffer.alloc(2 ** 22);
  const size = bytesEach[dtype];
  let state = 1;
  for (let at = 0; at < block.length; at++) {
    const random = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
    // The last byte of a number has its sign and most of its exponent.
    block[at] = at % size === size - 1 ? (random & 0x80) | 0x3c : random;
  }
  return block;
}

/**
 * Writes a safetensors file; the data is a repeated pseudo-random block.
 * @param {string} file @param {keyof typeof bytesEach} dtype of all tensors @param {readonly Tensor[]} tensors
 * @returns {number} bytes of the data
 */
export function writeCheckpointFile(file, dtype, tensors) {
  let end = 0;
  const members = tensors.map((tensor) => {
    const begin = end;
    end += tensorSize(dtype, tensor);
    return [tensor.name, { dtype, shape: tensor.shape, data_offsets: [begin, end] }];
  });
  const json = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(members) });
  const header = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  const block = randomBlock(dtype);
  const handle = openSync(file, "w");
  writeSync(handle, Buffer.concat([size, header]));
  for (let left = end; left > 0; left -= block.length)
    writeSync(handle, block, 0, Math.min(block.length, left));
  closeSync(handle);
  return end;
}
