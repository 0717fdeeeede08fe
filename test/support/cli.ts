import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { run } from "../../src/cli/main.js";

export interface CliResult {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own, given as path -> content, that `remove` takes away. */
export interface Workplace {
  readonly root: string;
  path(relative: string): string;
  cli(...args: string[]): Promise<CliResult>;
  remove(): void;
}

export function workplace(files: Readonly<Record<string, string | Uint8Array>>): Workplace {
  const root = mkdtempSync(path.join(tmpdir(), "paddle port é "));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  return {
    root,
    path: (relative) => path.join(root, relative),
    cli: async (...args) => {
      let out = "";
      let err = "";
      const io = {
        cwd: root,
        stdout: (text: string) => void (out += text),
        stderr: (text: string) => void (err += text),
        interactive: false,
      };
      const code = await run(args, io);
      return { code, out, err };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
