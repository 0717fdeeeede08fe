import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import type { ModuleTree } from "../core/modules/moduleTree.js";
import { readTree, type Json } from "../core/modules/static/readTree.js";
import { PythonParser } from "../core/syntax/parser.js";
import { UserError } from "../core/util/userError.js";
import { readGrammar } from "./grammar.js";

export interface ReadModulesRequest {
  /** `SRC.py:Class`. */
  readonly source: string;
  readonly cwd: string;
  /** Folders for absolute imports, relative to `cwd`. */
  readonly paths: readonly string[];
  /** A JSON file with constructor values. */
  readonly config?: string;
  /** `key=value`; a dotted key reaches into nested configurations, the value is JSON or else text. */
  readonly set: readonly string[];
}

/**
 * Reads the module tree of a class from its source. Nothing is run.
 * @throws UserError naming the file and what is wrong with it
 */
export async function readModules(request: ReadModulesRequest): Promise<ModuleTree> {
  const colon = request.source.lastIndexOf(":");
  const [file, className] = [request.source.slice(0, colon), request.source.slice(colon + 1)];
  if (colon < 0 || !file.endsWith(".py") || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(className)) {
    throw new UserError(
      `"${request.source}" does not name a class of a file.`,
      "Write SRC.py:Class, such as modeling_bert.py:BertModel.",
    );
  }
  const values =
    request.config === undefined ? {} : await readConfig(path.resolve(request.cwd, request.config));
  for (const setting of request.set) applySetting(values, setting);
  const parser = await PythonParser.create(await readGrammar());
  return readTree({
    parser,
    reader: { read: (name) => readText(path.resolve(request.cwd, name)) },
    file: file.replaceAll("\\", "/"),
    className,
    roots: request.paths.map((folder) => folder.replaceAll("\\", "/").replace(/^\.$/, "")),
    values,
  });
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw new UserError(`Cannot read ${file}: ${String(error)}.`, "Check its permissions.", { cause: error });
  }
}

async function readConfig(file: string): Promise<Record<string, Json>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot read the configuration ${file}: ${reason}.`,
      "Give a JSON file with --config.",
      { cause: error },
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(
      `The configuration ${file} is no JSON object.`,
      'It must look like {"hidden_size": 384}.',
    );
  }
  return value as Record<string, Json>;
}

function applySetting(values: Record<string, Json>, setting: string): void {
  const equals = setting.indexOf("=");
  if (equals <= 0) throw new UserError(`"${setting}" is no setting.`, "Write --set key=value.");
  const keys = setting.slice(0, equals).split(".");
  const text = setting.slice(equals + 1);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    value = text;
  }
  const last = keys.pop() ?? "";
  let target = values;
  for (const key of keys) {
    const inner = target[key];
    const next =
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? { ...(inner as Record<string, Json>) }
        : {};
    target[key] = next;
    target = next;
  }
  target[last] = value;
}
