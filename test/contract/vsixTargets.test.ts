import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { listFiles, PackageManager } from "@vscode/vsce";
import { afterAll, beforeAll, expect, it } from "vitest";

import { binariesOf, ignoreFileText, platforms } from "../../scripts/lib/vsixTargets.mjs";

const root = path.resolve(import.meta.dirname, "../..");

/** What onnxruntime-node 1.30.0 holds, which need not be installed here. */
const binaries = {
  "darwin/arm64": ["libonnxruntime.1.30.0.dylib", "libonnxruntime.1.dylib", "onnxruntime_binding.node"],
  "linux/arm64": ["libonnxruntime.so.1", "onnxruntime_binding.node"],
  "linux/x64": ["libonnxruntime.so.1", "onnxruntime_binding.node"],
  "win32/arm64": [
    "DirectML.dll",
    "dxcompiler.dll",
    "dxil.dll",
    "onnxruntime.dll",
    "onnxruntime_binding.node",
  ],
  "win32/x64": ["DirectML.dll", "dxcompiler.dll", "dxil.dll", "onnxruntime.dll", "onnxruntime_binding.node"],
};

let folder = "";

function put(file: string, content = ""): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
}

function install(name: string, dependencies: Record<string, string>, files: readonly string[]): void {
  put(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.30.0", dependencies }));
  for (const file of files) put(`node_modules/${name}/${file}`);
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-vsix-"));
  const manifest = {
    ...{ name: "paddle-port", publisher: "paddle-port", version: "0.1.0", engines: { vscode: "^1.95.0" } },
    optionalDependencies: { "onnxruntime-node": "1.30.0" },
  };
  put("package.json", JSON.stringify(manifest));
  put("dist/extension.cjs");
  put("src/extension.ts");
  install("onnxruntime-node", { "onnxruntime-common": "1.30.0", "adm-zip": "1.30.0" }, [
    ...[
      "README.md",
      "lib/index.ts",
      "script/install.js",
      "dist/index.js",
      "dist/index.js.map",
      "dist/index.d.ts",
    ],
    ...Object.entries(binaries).flatMap(([at, names]) => names.map((name) => `bin/napi-v6/${at}/${name}`)),
  ]);
  const common = ["dist/cjs/index.js", "dist/cjs/index.d.ts", "dist/cjs/package.json", "dist/esm/index.js"];
  install("onnxruntime-common", {}, ["README.md", "lib/index.ts", ...common]);
  install("adm-zip", {}, ["adm-zip.js"]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(Object.entries(platforms))(
  "the package for %s has that platform's binaries alone",
  async (platform, at) => {
    const ignoreFile = path.join(folder, `${platform}.ignore`);
    writeFileSync(ignoreFile, ignoreFileText(root, platform));
    const files = await listFiles({ cwd: folder, packageManager: PackageManager.Npm, ignoreFile });
    const own = (binaries as Readonly<Record<string, readonly string[]>>)[at] ?? [];
    expect(files.sort()).toEqual(
      [
        "dist/extension.cjs",
        "package.json",
        ...["README.md", "dist/index.js", "package.json"].map(
          (name) => `node_modules/onnxruntime-node/${name}`,
        ),
        ...own
          .filter((name) => name !== "libonnxruntime.1.30.0.dylib")
          .map((name) => `node_modules/onnxruntime-node/bin/napi-v6/${at}/${name}`),
        ...["README.md", "dist/cjs/index.js", "dist/cjs/package.json", "package.json"].map(
          (name) => `node_modules/onnxruntime-common/${name}`,
        ),
      ].sort(),
    );
    expect(files).toEqual(expect.arrayContaining(binariesOf(platform)));
  },
);

it("there is a package for each platform that ONNX Runtime has binaries for", () => {
  expect(Object.values(platforms).sort()).toEqual(Object.keys(binaries).sort());
});
