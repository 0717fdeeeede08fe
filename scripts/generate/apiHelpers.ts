import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import type { ApiHelper } from "../../src/core/api/schema.js";
import { GenerateError } from "./output.js";

/** The helper definitions of api/helpers/<name>.py: one public function or class per file, imports first. */
export function readApiHelpers(root: string): Map<string, ApiHelper> {
  const folder = path.join(root, "api/helpers");
  const helpers = new Map<string, ApiHelper>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".py"))
    .sort()) {
    const name = file.slice(0, -3);
    const lines = readFileSync(path.join(folder, file), "utf8").split("\n");
    const start = lines.findIndex((line) => /^(def|class|@)/.test(line));
    const defined = lines.some((line) => new RegExp(`^(def|class) ${name}\\b`).test(line));
    if (start < 0 || !defined) throw new GenerateError(`api/helpers/${file}:1: has to define "${name}".`);
    const head = lines.slice(0, start).filter((line) => line.trim() !== "" && !line.startsWith("#"));
    const odd = head.find((line) => !/^(import|from) /.test(line));
    if (odd !== undefined) {
      throw new GenerateError(
        `api/helpers/${file}:${lines.indexOf(odd) + 1}: only imports may stand before the definition.`,
      );
    }
    const source = `${lines.slice(start).join("\n").trimEnd()}\n`;
    helpers.set(name, { name, imports: head, source, needs: [] });
  }
  for (const [name, helper] of helpers)
    helpers.set(name, { ...helper, needs: [...helpers.keys()].filter((other) => uses(helper, other)) });
  return helpers;
}

/** True for a helper whose code refers to another one. */
function uses(helper: ApiHelper, other: string): boolean {
  return (
    helper.name !== other &&
    new RegExp(`(?<![\\w.])${other}(?=[(),\\s])`).test(helper.source.replaceAll(/"""[^]*?"""/g, ""))
  );
}
