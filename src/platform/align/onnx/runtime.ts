import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { UserError } from "../../../core/util/userError.js";

/*
 * The part of onnxruntime-node that is used. The package is optional and may be absent when this is compiled, so its own
 * types cannot be referred to.
 */

export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
}

export interface OrtValueInfo {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  /** Names stand for sizes that may vary. */
  readonly shape?: readonly (number | string)[];
}

export interface OrtSession {
  readonly inputMetadata: readonly OrtValueInfo[];
  readonly outputMetadata: readonly OrtValueInfo[];
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

export interface Ort {
  readonly env: { readonly versions: { readonly node?: string; readonly common: string } };
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OrtSession>;
  };
  readonly Tensor: new (type: string, data: ArrayBufferView, dims: readonly number[]) => OrtTensor;
}

/**
 * Loads ONNX Runtime: the one that came with Paddle Port, else one installed in this folder or above it.
 * @throws UserError when there is none, or when it does not load
 */
export function loadOnnxRuntime(folder: string): Ort {
  // A bundle lies in dist/, the source tree deeper down; node_modules is found upwards from either.
  const places = [fileURLToPath(import.meta.url), path.join(folder, "align.yaml")];
  for (const place of places) {
    const load = createRequire(place);
    let file: string;
    try {
      file = load.resolve("onnxruntime-node");
    } catch {
      continue;
    }
    try {
      return load(file) as Ort;
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      throw new UserError(
        `ONNX Runtime at ${path.dirname(file)} cannot be loaded on ${process.platform}-${process.arch}: ${reason}.`,
        "Use a platform for which onnxruntime-node has a build, or record the reference on one with `paddle-port capture`.",
        { cause: error },
      );
    }
  }
  throw new UserError(
    "ONNX Runtime (the package onnxruntime-node) is not installed.",
    `Run \`npm install onnxruntime-node\` in ${folder}; in VS Code, install the package of Paddle Port for ${process.platform}-${process.arch}, which has it.`,
  );
}

export function onnxRuntimeVersion({ env: { versions } }: Ort): string {
  return versions.node ?? versions.common;
}
