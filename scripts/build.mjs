// Bundles the command line (and, later, the extension) and copies the grammar next to it.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "dist");

// A wrong grammar would parse Python wrongly without a word, so both files are checked against the versions we tested.
const wasm = JSON.parse(readFileSync(path.join(root, "syntaxes/wasm.json"), "utf8"));

mkdirSync(dist, { recursive: true });
for (const { from, to, sha256 } of wasm) {
  const source = path.join(root, "node_modules", from);
  const found = createHash("sha256").update(readFileSync(source)).digest("hex");
  if (found !== sha256) {
    throw new Error(`${from} has SHA-256 ${found}, expected ${sha256}. Run "npm ci", or update syntaxes/wasm.json after testing the new grammar.`);
  }
  copyFileSync(source, path.join(dist, to));
}

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: false,
  absWorkingDir: root,
  logLevel: "warning",
  // The Emscripten glue of web-tree-sitter asks for its own URL; in CommonJS that is the bundle's file.
  define: { "import.meta.url": "__bundleUrl" },
  banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

await build({ ...common, entryPoints: ["src/cli/bin.ts"], outfile: "dist/cli.cjs", banner: { js: `#!/usr/bin/env node\n${common.banner.js}` } });

rmSync(path.join(dist, "python"), { recursive: true, force: true });
cpSync(path.join(root, "python/paddle_port"), path.join(dist, "python/paddle_port"), {
  recursive: true,
  filter: (source) => !source.includes("__pycache__"),
});
