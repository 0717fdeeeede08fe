import { readFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { paddleVersion } from "../../src/core/api/schema.js";
import { projectFileShape } from "../../src/core/config/projectFile.js";
import { rules } from "../../src/core/lint/rules.generated.js";
import type { GeneratedFile } from "./output.js";

const codes = rules.map(({ code }) => code);
const severities = ["error", "warning", "info", "hint", "off"];
const selectors = ["ALL", ...new Set(codes.map((code) => code.slice(0, 3))), ...codes];

/** What editors offer while settings are written: the codes of the rules, in the manifest and for `paddle-port.toml`. */
export function settingsSchema(root: string): readonly GeneratedFile[] {
  const chinese = json(root, "l10n/rules.zh-cn.json") as Record<string, { readonly summary: string }>;
  return [
    { path: "package.json", content: text(manifest(json(root, "package.json"))) },
    words(root, "package.nls.json", (code) => rules.find((rule) => rule.code === code)?.summary),
    words(root, "package.nls.zh-cn.json", (code) => chinese[code]?.summary),
    { path: "schemas/paddle-port.schema.json", content: text(projectFileSchema()) },
  ];
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Record<string, Record<string, unknown>> };
  };
}

function manifest(given: unknown): unknown {
  const { properties } = (given as Manifest).contributes.configuration;
  const severity = properties["paddlePort.check.severity"];
  if (severity !== undefined)
    severity["properties"] = Object.fromEntries(
      codes.map((code) => [code, { type: "string", enum: severities, description: `%rule.${code}%` }]),
    );
  for (const name of ["paddlePort.check.select", "paddlePort.check.ignore"]) {
    const setting = properties[name];
    if (setting !== undefined) setting["items"] = { type: "string", enum: selectors };
  }
  return given;
}

/** The manifest's words with one line for each rule; a translation that is missing is for the contract tests to find. */
function words(root: string, file: string, summary: (code: string) => string | undefined): GeneratedFile {
  const others = Object.entries(json(root, file) as Record<string, string>).filter(
    ([key]) => !/^rule\.PP\d{3}$/.test(key),
  );
  const own = codes.map((code) => [`rule.${code}`, summary(code) ?? ""]);
  return { path: file, content: text(Object.fromEntries([...others, ...own])) };
}

/** JSON Schema of `paddle-port.toml`, for editors that know about TOML. */
function projectFileSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(projectFileShape);
  const properties = schema.properties as Record<string, Record<string, unknown>>;
  const rule = { type: "string", enum: selectors };
  return {
    $schema,
    title: "Paddle Port: settings of a project",
    ...schema,
    properties: {
      ...properties,
      paddle: { ...properties["paddle"], examples: paddleVersion.options },
      select: { ...properties["select"], items: rule },
      ignore: { ...properties["ignore"], items: rule },
      severity: {
        description: properties["severity"]?.["description"],
        type: "object",
        properties: Object.fromEntries(
          rules.map(({ code, summary }) => [
            code,
            { type: "string", enum: severities, description: summary },
          ]),
        ),
        additionalProperties: false,
      },
    },
  };
}

function json(root: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}

function text(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
