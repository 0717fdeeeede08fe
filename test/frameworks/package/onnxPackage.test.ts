import { execFileSync, spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

import { binariesOf, platforms } from "../../../scripts/lib/vsixTargets.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const platform = `${process.platform}-${process.arch}`;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "paddle-port-vsix-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("the binaries of every platform are installed", async () => {
  for (const target of Object.keys(platforms)) {
    for (const file of binariesOf(target))
      expect((await stat(path.join(root, file))).size, file).toBeGreaterThan(1e5);
  }
  const { version } = JSON.parse(
    await readFile(path.join(root, "node_modules/onnxruntime-node/package.json"), "utf8"),
  ) as { version: string };
  expect(version).toBe("1.30.0");
});

it("the package for this platform runs ONNX Runtime from inside itself", async () => {
  execFileSync(process.execPath, [path.join(root, "scripts/package.mjs"), "--target", platform], {
    cwd: root,
    stdio: "ignore",
  });
  const built = (await readdir(path.join(root, "build"))).find(
    (name) => name.includes(platform) && name.endsWith(".vsix"),
  );
  expect(built).toBeDefined();
  execFileSync("python3", ["-m", "zipfile", "-e", path.join(root, "build", built ?? ""), folder]);
  const dist = path.join(folder, "extension/dist");
  expect(await askVersion(dist)).toEqual({ event: "result", value: "1.30.0" });
  const manifest = await readFile(path.join(folder, "extension.vsixmanifest"), "utf8");
  expect(manifest).toContain(`TargetPlatform="${platform}"`);
});

it("without ONNX Runtime, as in the universal package, it says how to get it", async () => {
  const dist = path.join(folder, "universal/dist");
  await mkdir(dist, { recursive: true });
  await copyFile(path.join(folder, "extension/dist/onnx.cjs"), path.join(dist, "onnx.cjs"));
  const said = await askVersion(dist);
  expect(said.event).toBe("error");
  expect(said.what).toBe("ONNX Runtime (the package onnxruntime-node) is not installed.");
  expect(said.remedy).toContain(`npm install onnxruntime-node\` in ${folder}`);
  expect(said.remedy).toContain(`Paddle Port for ${platform}`);
});

it("an ONNX Runtime that does not load is named with its place and the reason", async () => {
  const broken = path.join(folder, "broken/node_modules/onnxruntime-node");
  await mkdir(broken, { recursive: true });
  await mkdir(path.join(folder, "broken/dist"));
  await copyFile(path.join(folder, "extension/dist/onnx.cjs"), path.join(folder, "broken/dist/onnx.cjs"));
  await writeFile(path.join(broken, "index.js"), 'throw new Error("libonnxruntime.so.1: cannot open");');
  const said = await askVersion(path.join(folder, "broken/dist"));
  expect(said.what).toBe(
    `ONNX Runtime at ${broken} cannot be loaded on ${platform}: libonnxruntime.so.1: cannot open.`,
  );
});

/** What the child of a package answers when it is asked for the version of ONNX Runtime. */
async function askVersion(dist: string): Promise<Record<string, string>> {
  const request = path.join(folder, "request.json");
  await writeFile(request, JSON.stringify({ action: "version", folder }));
  const ended = spawnSync(process.execPath, [path.join(dist, "onnx.cjs"), request], {
    cwd: folder,
    encoding: "utf8",
  });
  return JSON.parse(ended.stdout) as Record<string, string>;
}
