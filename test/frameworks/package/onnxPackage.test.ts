import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
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
  const request = path.join(folder, "request.json");
  await writeFile(request, JSON.stringify({ action: "version", folder }));
  const ended = spawnSync(process.execPath, [path.join(dist, "onnx.cjs"), request], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(ended.stdout).toBe('{"event":"result","value":"1.30.0"}\n');
  const manifest = await readFile(path.join(folder, "extension.vsixmanifest"), "utf8");
  expect(manifest).toContain(`TargetPlatform="${platform}"`);
});
