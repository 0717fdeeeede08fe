// @ts-check
// Bundles the command line (and, later, the extension) and puts next to it what it needs: the grammar, our Python.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "dist");

/** @type {Set<string>} */
const written = new Set();

// A wrong grammar would parse Python wrongly without a word, so both files are checked against the versions we tested.
const wasm = JSON.parse(readFileSync(path.join(root, "syntaxes/wasm.json"), "utf8"));
for (const { from, to, sha256 } of wasm) {
  const content = readFileSync(path.join(root, "node_modules", from));
  const found = createHash("sha256").update(content).digest("hex");
  if (found !== sha256) {
    throw new Error(
      `${from} has SHA-256 ${found}, expected ${sha256}. Run "npm ci", or update syntaxes/wasm.json after testing the new grammar.`,
    );
  }
  put(path.join(dist, to), content);
}

// The Emscripten glue of web-tree-sitter asks for its own URL; in CommonJS that is the bundle's file.
const bundleUrl = 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;';

const { outputFiles } = await build({
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: false,
  absWorkingDir: root,
  logLevel: "warning",
  write: false,
  define: { "import.meta.url": "__bundleUrl" },
  banner: { js: `#!/usr/bin/env node\n${bundleUrl}` },
  entryPoints: ["src/cli/bin.ts"],
  outfile: "dist/cli.cjs",
});
for (const { path: file, contents } of outputFiles) put(file, contents, 0o755);

const python = path.join(root, "python/paddle_port");
for (const name of readdirSync(python, { recursive: true, encoding: "utf8" })) {
  if (/\.(py|typed)$/.test(name))
    put(path.join(dist, "python/paddle_port", name), readFileSync(path.join(python, name)));
}

// What an earlier build left and this one did not write belongs to files that are gone.
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (entry.isFile() && !written.has(file) && !file.endsWith(".tmp")) rmSync(file, { force: true });
}

/**
 * Writes a file in one step, so that a program started meanwhile finds the old one or the new one, whole.
 * @param {string} file
 * @param {Uint8Array} content
 * @param {number} [mode]
 */
function put(file, content, mode = 0o644) {
  written.add(file);
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${String(process.pid)}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, file);
}
