import { readFileSync } from "node:fs";
import path from "node:path";

import { locateModule, type ModulePlace } from "../../core/align/locateModule.js";
import { PythonParser } from "../../core/syntax/parser.js";
import { readGrammar } from "../../platform/grammar.js";
import type { LoadedSpec } from "../../platform/align/loadSpec.js";
import { recordModules } from "../../platform/recordModules.js";

export interface FindRequest {
  readonly loaded: LoadedSpec;
  /** The port's interpreter. */
  readonly python: string;
  /** Dotted path of the module in the port. */
  readonly module: string;
  readonly onLog: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A place with the file's absolute path. */
export type FoundPlace = Omit<ModulePlace, "file"> & { readonly file: string };

/**
 * Finds where a module of the port stands in its source: builds the port once more, without memory for its parameters,
 * and asks each module's class for its file and line.
 */
export async function findSource(request: FindRequest): Promise<FoundPlace | undefined> {
  const { loaded, python, module, onLog, signal } = request;
  const { port } = loaded.spec;
  const cwd = path.dirname(path.resolve(loaded.file));
  const tree = await recordModules({
    framework: "paddle",
    python,
    model: port.model,
    paths: port.path,
    cwd,
    onLog,
    signal,
  });
  const parser = await PythonParser.create(await readGrammar());
  const found = locateModule(tree, module, {
    read: (file) => readText(path.resolve(cwd, file)),
    parse: (text) => parser.parse(text),
  });
  return found && { ...found, file: path.resolve(cwd, found.file) };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
