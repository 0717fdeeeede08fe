import { open, rm, type FileHandle } from "node:fs/promises";

import { captureDtypes, isCaptureDtype } from "../../../core/align/captureDtypes.js";
import { valuesOf, type Values } from "../../../core/align/tensorValues.js";
import type { Dtype } from "../../../core/weights/safetensors/dtypes.js";
import { layOutFile } from "../../../core/weights/safetensors/writer.js";
import { sha256 } from "../../files.js";

interface Stored {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly torchDtype: string;
  readonly offset: number;
  readonly length: number;
}

/** Collects a capture's tensors on disk, so that memory holds one at a time; equal ones are stored once. */
export class TensorStore {
  private readonly byHash = new Map<string, Stored>();
  private readonly byKey = new Map<string, Stored>();
  private size = 0;

  private constructor(
    private readonly target: string,
    private readonly data: string,
    private readonly file: FileHandle,
  ) {}

  static async create(target: string): Promise<TensorStore> {
    const data = `${target}.data`;
    return new TensorStore(target, data, await open(data, "wx+"));
  }

  /** Stores a tensor and returns its key. */
  async add(dtype: string, shape: readonly number[], bytes: Uint8Array): Promise<string> {
    const hash = sha256(new TextEncoder().encode(`${dtype} ${shape.join()}\n`), bytes);
    const known = this.byHash.get(hash);
    if (known) return known.name;
    if (!isCaptureDtype(dtype)) throw new RangeError(`a capture holds no tensors of dtype ${dtype}`);
    const name = `t${String(this.byKey.size).padStart(5, "0")}`;
    const stored = {
      name,
      dtype: captureDtypes[dtype],
      shape,
      torchDtype: dtype,
      offset: this.size,
      length: bytes.length,
    };
    await this.file.write(bytes, 0, bytes.length, this.size);
    this.size += bytes.length;
    this.byHash.set(hash, stored);
    this.byKey.set(name, stored);
    return name;
  }

  async read(key: string): Promise<Values> {
    const stored = this.byKey.get(key);
    if (!stored) throw new RangeError(`the store has no tensor ${key}`);
    return valuesOf(stored.torchDtype, await this.bytesOf(stored));
  }

  /** Writes the safetensors file with the tensors of these keys. */
  async finish(keys: ReadonlySet<string>): Promise<void> {
    const layout = layOutFile(
      [...this.byKey.values()].filter(({ name }) => keys.has(name)),
      new Map(),
    );
    const out = await open(this.target, "wx");
    try {
      await out.writeFile(layout.header);
      for (const { name } of layout.tensors) {
        const stored = this.byKey.get(name);
        if (stored) await out.writeFile(await this.bytesOf(stored));
      }
      await out.sync();
    } finally {
      await out.close();
    }
  }

  async close(): Promise<void> {
    await this.file.close();
    await rm(this.data, { force: true });
  }

  private async bytesOf({ offset, length }: Stored): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.file.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new RangeError("the store's file is cut short");
      done += bytesRead;
    }
    return bytes;
  }
}
