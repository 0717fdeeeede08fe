import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { randomBytes } from "node:crypto";

import type { Dtype } from "../core/weights/safetensors/dtypes.js";
import { layOutFile } from "../core/weights/safetensors/writer.js";

/** A tensor with its data: little-endian, C order, exactly the bytes that dtype and shape need. */
export interface TensorData {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Writes a small safetensors file whose tensors are in memory, in the reference's order; replaces an existing file.
 * The bytes go to a temporary file in the same directory, are synchronised and then renamed.
 * @throws SafetensorsError on impossible names or shapes, RangeError when data and shape disagree, or Node's error
 */
export async function writeSafetensors(
  file: string,
  tensors: readonly TensorData[],
  metadata: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const layout = layOutFile(tensors, metadata);
  const data = new Map(tensors.map((tensor) => [tensor.name, tensor.data]));
  const temporary = temporaryPath(file);
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(layout.header);
      for (const { name, begin, end } of layout.tensors) {
        const bytes = data.get(name);
        if (bytes?.length !== end - begin) {
          throw new RangeError(
            `tensor "${name}" has ${bytes?.length ?? 0} bytes, its shape needs ${end - begin}`,
          );
        }
        await handle.writeFile(bytes);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A hidden name in the same directory, so that the rename at the end stays on one file system. */
export function temporaryPath(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(4).toString("hex")}.partial`);
}
