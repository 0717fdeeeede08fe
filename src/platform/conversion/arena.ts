import { transposeKernelBase64 } from "../../core/weights/kernel/transposeKernel.generated.js";
import {
  transposeBytes,
  type ElementSize,
  type MatrixPlace,
} from "../../core/weights/kernel/transposeBytes.js";

/** Working memory into which files are read, in which matrices are transposed, and from which files are written. */
export interface Arena {
  /** True when the SIMD kernel does the work. */
  readonly simd: boolean;
  /** Makes room for `length` bytes; what was there may be lost, and earlier views are void. */
  reserve(length: number): void;
  /** A view of bytes [offset, offset + length); valid until the next `reserve`. */
  view(offset: number, length: number): Uint8Array;
  /** Transposes a matrix of `rows` x `cols` elements of `size` bytes; both places lie in this memory. */
  transpose(from: MatrixPlace, to: MatrixPlace, rows: number, cols: number, size: ElementSize): void;
}

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
