import { UserError } from "../core/util/userError.js";
import { SafetensorsError } from "../core/weights/safetensors/errors.js";
import { escapeText } from "../core/weights/safetensors/escapeText.js";
import { errorCode } from "./files.js";

const again = "Download or export the file again.";

/**
 * Says what is wrong with a checkpoint file so that a person can act.
 * @param prefix the first bytes of the file, to recognise formats that are not safetensors
 */
export function explainCheckpointError(
  file: string,
  error: unknown,
  prefix: Uint8Array = new Uint8Array(),
): Error {
  if (error instanceof UserError) return error;
  if (error instanceof SafetensorsError) {
    const foreign = recogniseForeign(file, prefix);
    if (foreign !== undefined)
      return new UserError(`${file} ${foreign.what}`, foreign.remedy, { cause: error });
    const tensor = error.tensor === undefined ? "" : `, tensor "${escapeText(error.tensor)}"`;
    const what = `${file} is not a valid safetensors file: ${error.detail} (byte ${error.position}${tensor}).`;
    return new UserError(what, again, { cause: error });
  }
  const code = errorCode(error);
  if (code === "ENOENT") return new UserError(`${file} does not exist.`, "Check the path.", { cause: error });
  if (code === "EISDIR")
    return new UserError(`${file} is not a regular file.`, "Name a .safetensors file.", { cause: error });
  if (code === "EACCES" || code === "EPERM") {
    return new UserError(`${file} may not be read.`, "Check its permissions.", { cause: error });
  }
  if (code !== undefined) {
    return new UserError(`${file} could not be read (${code}).`, "Check the disk and the path.", {
      cause: error,
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Recognises what people pass by mistake. Nothing is ever unpickled: a pickle can run any program. */
function recogniseForeign(file: string, prefix: Uint8Array): { what: string; remedy: string } | undefined {
  const text = String.fromCharCode(...prefix.subarray(0, 40));
  const convert =
    "Load it in an environment you trust and save it with safetensors.torch.save_file, then use that file.";
  if (text.startsWith("PK\u0003\u0004")) {
    return {
      what: "is a zip archive (a PyTorch .bin/.pt checkpoint, which holds a pickle), not safetensors; pickles are never executed here.",
      remedy: convert,
    };
  }
  const isPickle = prefix[0] === 0x80 && (prefix[1] ?? 0) >= 2 && (prefix[1] ?? 0) <= 5;
  if (isPickle || /\.(bin|pt|pth|ckpt|pdparams|pdopt|pkl|pickle)$/iu.test(file)) {
    return {
      what: "is a pickle (PyTorch or Paddle), not safetensors; pickles are never executed here.",
      remedy: convert,
    };
  }
  if (text.startsWith("version https://git-lfs")) {
    return {
      what: "is a Git LFS pointer, not the weights themselves.",
      remedy: 'Run "git lfs pull" in its repository.',
    };
  }
  if (text.startsWith("GGUF")) {
    return { what: "is a GGUF file, not safetensors.", remedy: "Use the original safetensors checkpoint." };
  }
  return undefined;
}
