// @ts-check
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * The platforms for which onnxruntime-node 1.30.0 has binaries, by VS Code's names, each with the binaries' folder.
 * There are none for macOS on x64, nor for Alpine.
 * @type {Readonly<Record<string, string>>}
 */
export const platforms = {
  "linux-x64": "linux/x64",
  "linux-arm64": "linux/arm64",
  "darwin-arm64": "darwin/arm64",
  "win32-x64": "win32/x64",
  "win32-arm64": "win32/arm64",
};

/**
 * The text of the ignore file of one platform's package: the universal one, and ONNX Runtime with its binaries.
 * @param {string} root the folder with .vscodeignore
 * @param {string} platform
 */
export function ignoreFileText(root, platform) {
  const folder = platforms[platform];
  if (folder === undefined) throw new RangeError(`there is no package for ${platform}`);
  const runtime = "node_modules/onnxruntime-node";
  const common = "node_modules/onnxruntime-common";
  return [
    readFileSync(path.join(root, ".vscodeignore"), "utf8"),
    `!${runtime}/package.json`,
    `!${runtime}/README.md`,
    `!${runtime}/dist/*.js`,
    // On macOS the library is there twice, and the binding loads the one with the short name.
    ...["*.node", "*.dll", "libonnxruntime.so.*", "libonnxruntime.1.dylib"].map(
      (name) => `!${runtime}/bin/napi-v6/${folder}/${name}`,
    ),
    `!${common}/package.json`,
    `!${common}/README.md`,
    `!${common}/dist/cjs/*.js`,
    `!${common}/dist/cjs/package.json`,
    "",
  ].join("\n");
}

/**
 * The files without which ONNX Runtime does not load on a platform.
 * @param {string} platform
 */
export function binariesOf(platform) {
  const folder = `node_modules/onnxruntime-node/bin/napi-v6/${platforms[platform] ?? ""}`;
  const library = platform.startsWith("win32")
    ? "onnxruntime.dll"
    : platform.startsWith("darwin")
      ? "libonnxruntime.1.dylib"
      : "libonnxruntime.so.1";
  return [`${folder}/onnxruntime_binding.node`, `${folder}/${library}`];
}
