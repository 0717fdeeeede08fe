import type { Arena } from "../../core/weights/conversion/execute.js";
import { transposeKernelBase64 } from "../../core/weights/kernel/transposeKernel.generated.js";
import { transposeBytes } from "../../core/weights/kernel/transposeBytes.js";

const pageBytes = 65_536;

type KernelFunction = (...values: readonly number[]) => void;

/** The part of WebAssembly that is used here; neither ES2023 nor Node's types declare it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: { readonly memory: KernelMemory; readonly transpose: KernelFunction };
  };
}

interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** An arena with the SIMD kernel, or with the JavaScript one where WebAssembly SIMD is missing or not wanted. */
export function createArena(useSimd = true): Arena {
  return (useSimd ? simdArena() : undefined) ?? plainArena();
}

function simdArena(): Arena | undefined {
  const { WebAssembly: api } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };
  if (api === undefined) return undefined;
  let memory: KernelMemory;
  let kernel: KernelFunction;
  try {
    const instance = new api.Instance(new api.Module(Buffer.from(transposeKernelBase64, "base64")));
    ({ memory, transpose: kernel } = instance.exports);
  } catch {
    // WebAssembly without SIMD: the plain kernel writes the same bytes, only slower.
    return undefined;
  }
  return {
    simd: true,
    reserve: (length) => {
      const missing = Math.ceil((length - memory.buffer.byteLength) / pageBytes);
      if (missing > 0) memory.grow(missing);
    },
    view: (offset, length) => new Uint8Array(memory.buffer, offset, length),
    transpose: (from, to, rows, cols, size) => {
      kernel(from.offset, from.pitch, to.offset, to.pitch, rows, cols, size);
    },
  };
}

function plainArena(): Arena {
  let memory = new Uint8Array(0);
  return {
    simd: false,
    reserve: (length) => {
      if (length > memory.length) memory = new Uint8Array(length);
    },
    view: (offset, length) => memory.subarray(offset, offset + length),
    transpose: (from, to, rows, cols, size) => {
      transposeBytes(memory, from, memory, to, rows, cols, size);
    },
  };
}
