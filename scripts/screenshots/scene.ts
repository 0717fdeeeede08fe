import { readFileSync } from "node:fs";
import path from "node:path";

import type { Workbench } from "../../test/editor/support/workbench.js";

/** One picture: what is done until the window shows what it is about. */
export interface Scene {
  readonly name: string;
  readonly show: (workbench: Workbench) => Promise<void>;
}

/** Opens a file and puts the cursor on a word of the line that holds `text`. */
export async function openAt(workbench: Workbench, file: string, text: string, word: string): Promise<void> {
  await workbench.openFile(file);
  await workbench.waitForProblems("problems", (total) => total > 0);
  const line = lineOf(workbench, file, text);
  await workbench.code.focus();
  await workbench.code.goTo(line, (linesOf(workbench, file)[line - 1] ?? "").indexOf(word) + 2);
}

/** The number of the first line that holds a text. */
export function lineOf(workbench: Workbench, file: string, text: string): number {
  const line = 1 + linesOf(workbench, file).findIndex((one) => one.includes(text));
  if (line === 0) throw new Error(`${file} holds no line with ${text}`);
  return line;
}

function linesOf(workbench: Workbench, file: string): string[] {
  return readFileSync(path.join(workbench.folder, file), "utf8").split("\n");
}
