// Builds src/core/weights/kernel/transpose.wat into a module that embeds it as base64. With --check it only compares.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import loadWabt from "wabt";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../src/core/weights/kernel");
const source = path.join(folder, "transpose.wat");

/** The generated module that the source should have; the drift test compares it with the committed one. */
export const kernelFile = path.join(folder, "transposeKernel.generated.ts");

/** Compiles the WAT and renders the generated module. */
export async function renderKernel(): Promise<string> {
  const wabt = await loadWabt();
  const parsed = wabt.parseWat(source, readFileSync(source, "utf8"), { simd: true });
  try {
    parsed.resolveNames();
    parsed.validate();
    const { buffer } = parsed.toBinary({ write_debug_names: false });
    const base64 = Buffer.from(buffer).toString("base64");
    const lines = base64.match(/.{1,110}/gu) ?? [];
    return [
      "// Generated from transpose.wat by scripts/generateKernel.ts; do not edit.",
      "/** The transpose kernel as a WebAssembly module in base64; see transpose.wat for its one function. */",
      "export const transposeKernelBase64 =",
      `${lines.map((line) => `  "${line}"`).join(" +\n")};`,
      "",
    ].join("\n");
  } finally {
    parsed.destroy();
  }
}

async function main(): Promise<void> {
  const wanted = await renderKernel();
  if (!process.argv.includes("--check")) {
    writeFileSync(kernelFile, wanted);
    return;
  }
  if (readFileSync(kernelFile, "utf8") === wanted) return;
  console.error(`${kernelFile} is out of date. Run "npx tsx scripts/generateKernel.ts".`);
  process.exitCode = 1;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  void main();
