import { readFile } from "node:fs/promises";

import { captureDtypeOf, captureDtypes, isCaptureDtype } from "../../core/align/captureDtypes.js";
import { randomTensor } from "../../core/align/random.js";
import type { InputsSpec } from "../../core/align/spec.js";
import type { InputTensor } from "../../core/align/tensorValues.js";
import { tokenise } from "../../core/align/tokenise.js";
import { UserError } from "../../core/util/userError.js";
import { openCheckpoint } from "../checkpoints.js";
import { sha256 } from "../files.js";
import { writeSafetensors } from "../safetensorsFiles.js";

/** The inputs of one run, ready to be handed to both frameworks. */
export interface PreparedInputs {
  readonly tensors: readonly InputTensor[];
  /** Over names, dtypes, shapes and bytes, in the order of the names. */
  readonly sha256: string;
  readonly sentences: readonly string[];
}

/**
 * Makes the input tensors that a specification describes.
 * @param resolve makes a path of the specification absolute
 * @throws UserError naming the file that cannot be used
 */
export async function prepareInputs(
  given: InputsSpec,
  seed: number,
  resolve: (file: string) => string,
): Promise<PreparedInputs> {
  const tensors: InputTensor[] = [];
  if (given.text) tensors.push(...tokenise(await readTokenizer(resolve(given.text.tokenizer)), given.text));
  if (given.file !== undefined) tensors.push(...(await readTensors(resolve(given.file))));
  for (const [name, spec] of Object.entries(given.random ?? {})) tensors.push(randomTensor(name, spec, seed));
  const names = tensors.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(`Two inputs are named "${twice}".`, "Rename one of them in the specification.");
  }
  return { tensors, sha256: hashOf(tensors), sentences: given.text?.sentences ?? [] };
}

/** Writes the inputs where a framework's process can read them. */
export async function writeInputs(file: string, tensors: readonly InputTensor[]): Promise<void> {
  await writeSafetensors(
    file,
    tensors.map(({ name, dtype, shape, data }) => ({ name, dtype: codeOf(dtype), shape, data })),
  );
}

function codeOf(dtype: string): (typeof captureDtypes)[keyof typeof captureDtypes] {
  if (!isCaptureDtype(dtype))
    throw new UserError(`Inputs of dtype ${dtype} cannot be used.`, "Store them as float32 or int64.");
  return captureDtypes[dtype];
}

async function readTokenizer(file: string): Promise<object> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, "utf8"));
    if (typeof parsed === "object" && parsed !== null && "model" in parsed) return parsed;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The tokenizer ${file} cannot be read: ${reason}.`,
      "Name the checkpoint's tokenizer.json.",
    );
  }
  throw new UserError(`${file} is no tokenizer.json.`, "Name the checkpoint's tokenizer.json.");
}

/** Reads all tensors of a safetensors file as inputs. */
export async function readTensors(file: string): Promise<InputTensor[]> {
  const checkpoint = await openCheckpoint(file);
  try {
    const tensors: InputTensor[] = [];
    for (const { name, dtype, shape } of checkpoint.tensors) {
      const found = captureDtypeOf(dtype);
      if (!found)
        throw new UserError(
          `${file}: input ${name} has the dtype ${dtype}.`,
          "Store it as float32 or int64.",
        );
      tensors.push({ name, dtype: found, shape, data: await checkpoint.readTensor(name) });
    }
    return tensors;
  } finally {
    await checkpoint.close();
  }
}

function hashOf(tensors: readonly InputTensor[]): string {
  const text = new TextEncoder();
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sha256(
    ...sorted.flatMap(({ name, dtype, shape, data }) => [
      text.encode(`${JSON.stringify(name)} ${dtype} [${shape.join(",")}]\n`),
      data,
    ]),
  );
}
