import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Files by their path within the workspace: their text, or the file or folder that is copied there. */
export type Files = Readonly<Record<string, string | { readonly from: string }>>;

const SETTINGS = ".vscode/settings.json";

/** A folder of a test's own, below a path with spaces and Chinese characters. */
export class Workspace {
  readonly folder: string;
  readonly #base: string;

  constructor(files: Files = {}, settings?: Readonly<Record<string, unknown>>, name = "模型 移植") {
    this.#base = mkdtempSync(path.join(tmpdir(), "paddle port 编辑器 "));
    this.folder = path.join(this.#base, name);
    mkdirSync(this.folder);
    for (const [name, content] of Object.entries(files)) this.add(name, content);
    if (settings !== undefined) this.settings(settings);
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  text(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  add(name: string, content: Files[string]): void {
    const file = this.path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === "string") writeFileSync(file, content);
    else cpSync(content.from, file, { recursive: true });
  }

  /** Changes some of the workspace's settings. */
  settings(changes: Readonly<Record<string, unknown>>): void {
    let before: object;
    try {
      before = JSON.parse(this.text(SETTINGS)) as object;
    } catch {
      before = {};
    }
    this.add(SETTINGS, JSON.stringify({ ...before, ...changes }, undefined, 2));
  }

  remove(): void {
    rmSync(this.#base, { recursive: true, force: true });
  }
}
