// @ts-check
// Bundles the command line and the extension and puts next to them what they need: the grammar, our Python.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/** @type {import("esbuild").BuildOptions} */
const node = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: false,
  absWorkingDir: root,
  logLevel: "warning",
  define: { "import.meta.url": "__bundleUrl" },
};

await bundle(
  {
    ...node,
    banner: { js: `#!/usr/bin/env node\n${bundleUrl}` },
    entryPoints: ["src/cli/bin.ts"],
    outfile: "dist/cli.cjs",
  },
  0o755,
);

// Whoever opens a Python file waits for the extension to load, so it comes small. Names stay for the stacks in the log,
// as they are written: esbuild's `keepNames` would name each function anew whenever it is made, which doubles the time of
// a check.
const small = { minifySyntax: true, minifyWhitespace: true, banner: { js: bundleUrl } };
await bundle({
  ...node,
  ...small,
  external: ["vscode"],
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.cjs",
});
await bundle({ ...node, ...small, entryPoints: ["src/platform/workerMain.ts"], outfile: "dist/worker.cjs" });
await bundle({
  ...node,
  ...small,
  entryPoints: ["src/platform/align/onnx/childMain.ts"],
  outfile: "dist/onnx.cjs",
});

const pages = path.join(root, "src/webview");
for (const { name } of readdirSync(pages, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  if (!existsSync(path.join(pages, name, "main.ts"))) continue;
  await bundle({
    bundle: true,
    minify: true,
    platform: "browser",
    target: "chrome128",
    format: "iife",
    absWorkingDir: root,
    logLevel: "warning",
    entryPoints: [`src/webview/${name}/main.ts`],
    outfile: `dist/webview/${name}.js`,
  });
}

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
 * @param {import("esbuild").BuildOptions} options
 * @param {number} [mode]
 */
async function bundle(options, mode) {
  const { outputFiles = [] } = await build({ ...options, write: false });
  for (const { path: file, contents } of outputFiles) put(file, contents, mode);
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
