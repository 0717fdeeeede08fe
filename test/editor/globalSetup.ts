import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { TestProject } from "vitest/node";

import { ensureEditor, type Editor } from "../../scripts/lib/editor.mjs";
import { prepareExample } from "./support/example.js";
import { installExtension, Server } from "./support/server.js";

/** What all files of these tests share. */
export interface Shared {
  readonly editor: Editor;
  /** A folder that is removed at the end. */
  readonly folder: string;
  /** Where the packaged extension is installed. */
  readonly extensions: string;
  /** The server that trusts every folder and speaks English. */
  readonly authority: string;
  readonly pid: number;
  readonly userData: string;
  /** The example with its port, its plan and its converted weights. Tests copy from it and leave it as it is. */
  readonly example: string;
}

declare module "vitest" {
  interface ProvidedContext {
    shared: Shared;
  }
}

const root = path.resolve(import.meta.dirname, "../..");
let server: Server | undefined;
let folder: string | undefined;

/** Packages the extension, installs it as a person would, and starts the editor. */
export async function setup(project: TestProject): Promise<void> {
  const editor = await ensureEditor();
  folder = mkdtempSync(path.join(tmpdir(), "paddle port 编辑器 run "));
  rmSync(path.join(root, "test/.out/editor"), { recursive: true, force: true });
  const extensions = path.join(folder, "extensions");
  installExtension(editor, packExtension(), path.join(folder, "installing"), extensions);
  const example = path.join(folder, "example");
  prepareExample(example);
  const home = path.join(folder, "main");
  mkdirSync(home);
  server = await Server.start({ editor, folder: home, extensions });
  project.provide("shared", {
    editor,
    folder,
    extensions,
    authority: server.authority,
    pid: server.pid,
    userData: server.userData,
    example,
  });
}

export async function teardown(): Promise<void> {
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** Makes the VSIX that is published, from the sources as they are. */
function packExtension(): string {
  const run = spawnSync(process.execPath, [path.join(root, "scripts/package.mjs")], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`The extension could not be packaged:\n${run.stdout}${run.stderr}`);
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  return path.join(root, "build", `${name}-${version}.vsix`);
}
