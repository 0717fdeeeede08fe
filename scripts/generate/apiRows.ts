import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { LineCounter, parseDocument } from "yaml";

import type { ApiHelper, ApiRow, CatalogRow } from "../../src/core/api/schema.js";
import { apiRow } from "../../src/core/api/schema.js";
import { parseSignature } from "../../src/core/api/signature.js";
import { GenerateError } from "./output.js";

/** A row with the place it was written at, for messages. */
export interface SourceRow {
  readonly row: ApiRow;
  readonly place: string;
}

/** Every row of api/**.yaml, validated, in order of name. */
export function readApiRows(root: string): SourceRow[] {
  const rows = yamlFiles(path.join(root, "api")).flatMap((file) => readFile(root, file));
  const owners = new Map<string, string>();
  for (const { row, place } of rows) {
    for (const name of [row.name, ...row.aliases]) {
      const earlier = owners.get(name);
      if (earlier !== undefined)
        throw new GenerateError(`${place}: "${name}" is already taken by the row at ${earlier}.`);
      owners.set(name, place);
    }
  }
  return rows.sort((a, b) => (a.row.name < b.row.name ? -1 : 1));
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => path.join(folder, name));
}

function readFile(root: string, file: string): SourceRow[] {
  const shown = path.relative(root, file).replaceAll(path.sep, "/");
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines, merge: true });
  const lineAt = (at: readonly PropertyKey[]): number => {
    for (let length = at.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(at.slice(0, length), true);
      if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
        return lines.linePos(Number(node.range[0])).line;
      }
    }
    return 1;
  };
  const syntax = document.errors[0];
  if (syntax !== undefined)
    throw new GenerateError(`${shown}:${lines.linePos(syntax.pos[0]).line}: ${syntax.message}`);
  const data: unknown = document.toJS();
  if (!Array.isArray(data)) throw new GenerateError(`${shown}:1: the file has to be a list of rows.`);
  return data.map((item: unknown, index) => {
    const parsed = apiRow.safeParse(item);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const at = issue?.path ?? [];
      throw new GenerateError(
        `${shown}:${lineAt([index, ...at])}: ${at.map(String).join(".")}: ${issue?.message ?? "invalid"}`,
      );
    }
    const place = `${shown}:${lineAt([index])}`;
    checkRow(parsed.data, place);
    return { row: parsed.data, place };
  });
}

/** What the schema cannot say: signatures parse, argument rules and overloads refer to something. */
function checkRow(row: ApiRow, place: string): void {
  const known = new Set<string>();
  for (const text of row.signatures) {
    try {
      for (const parameter of parseSignature(text).parameters) known.add(parameter.name);
    } catch (error) {
      throw new GenerateError(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const form of row.paddle) {
    if (form.signature !== undefined) parseSignature(form.signature);
    if (form.overload !== undefined && form.overload >= row.signatures.length) {
      throw new GenerateError(
        `${place}: overload ${form.overload} of ${row.name} is not among its signatures.`,
      );
    }
    for (const name of Object.keys(form.arguments ?? {})) {
      if (!known.has(name)) throw new GenerateError(`${place}: ${row.name} has no parameter "${name}".`);
    }
  }
}

/** The row as the product carries it, with its hash. */
export function toCatalogRow(
  row: ApiRow,
  helpers: ReadonlyMap<string, ApiHelper>,
  place: string,
): CatalogRow {
  const { proofs: _proofs, ...rest } = row;
  const sources = row.paddle.flatMap((form) => {
    const name = form.helper ?? /^helper\.(\w+)$/.exec(form.to ?? "")?.[1];
    if (name === undefined) return [];
    const helper = helpers.get(name);
    if (helper === undefined) throw new GenerateError(`${place}: there is no api/helpers/${name}.py.`);
    return [helper.source];
  });
  const hash = createHash("sha256")
    .update(canonical([rest, sources]))
    .digest("hex")
    .slice(0, 16);
  return { ...rest, hash };
}

/** JSON with keys in order, so that the hash does not depend on how a row is laid out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
