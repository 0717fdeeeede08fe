import { parse as parseToml, TomlError } from "smol-toml";
import { z } from "zod";

import type { PaddleVersion } from "../api/schema.js";
import { paddleVersion } from "../api/schema.js";
import type { Severity } from "../lint/finding.js";
import { lineOfKey } from "./lineOfKey.js";

/** The files that may hold a project's settings; in a folder with both the first one counts. */
export const projectFileNames = ["paddle-port.toml", "pyproject.toml"] as const;
export type ProjectFileName = (typeof projectFileNames)[number];

const selector = z.string().regex(/^(ALL|PP\d{0,3})$/);

/** `paddle-port.toml`, and the table `[tool.paddle-port]` of `pyproject.toml`. */
export const projectFileShape = z.strictObject({
  paddle: z
    .string()
    .regex(/^3\.[0-3](\.\d+)?$/)
    .describe("The lowest Paddle version that ported code has to run on: 3.0, 3.1, 3.2 or 3.3.")
    .optional(),
  select: z
    .array(selector)
    .describe("The rules that are shown: codes such as PP201, beginnings such as PP2, or ALL.")
    .optional(),
  ignore: z
    .array(selector)
    .describe("The rules that are not shown, by code or beginning of a code.")
    .optional(),
  severity: z
    .record(z.string().regex(/^PP\d{3}$/), z.enum(["error", "warning", "info", "hint", "off"]))
    .describe("How severe a rule is, by code.")
    .optional(),
  exclude: z
    .array(z.string().min(1))
    .describe(
      "Files and folders that are not checked, as globs relative to this file. A name without a slash is meant in every folder.",
    )
    .optional(),
});

/** What a project's file says. What it leaves out is undefined. */
export interface ProjectSettings {
  readonly paddle: PaddleVersion | undefined;
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[] | undefined;
  readonly severity: Readonly<Record<string, Severity | "off">> | undefined;
  readonly exclude: readonly string[];
}

/** Something in the file that cannot be taken as meant. */
export interface ProjectFileProblem {
  /** From 0. */
  readonly line: number;
  readonly message: string;
}

export type ProjectFileContent =
  | { readonly kind: "settings"; readonly settings: ProjectSettings }
  | { readonly kind: "problems"; readonly problems: readonly ProjectFileProblem[] }
  /** A `pyproject.toml` that has nothing of ours. */
  | { readonly kind: "none" };

/**
 * Reads a project's file.
 * @param codes of all rules: a code that does not exist is a slip of the pen
 */
export function readProjectFile(
  name: ProjectFileName,
  text: string,
  codes: readonly string[],
): ProjectFileContent {
  const table = name === "pyproject.toml" ? ["tool", "paddle-port"] : [];
  let document: unknown;
  try {
    document = parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // A pyproject.toml that is broken elsewhere is for others to report.
    if (table.length > 0 && !text.includes("paddle-port")) return { kind: "none" };
    const [first = "", reason = ""] = error.message.split("\n")[0]?.split(/: (.*)/) ?? [];
    return {
      kind: "problems",
      problems: [
        { line: error.line - 1, message: `This is not valid TOML: ${reason === "" ? first : reason}.` },
      ],
    };
  }
  for (const key of table) {
    if (typeof document !== "object" || document === null || !Object.hasOwn(document, key))
      return { kind: "none" };
    document = (document as Record<string, unknown>)[key];
  }
  const parsed = projectFileShape.safeParse(document);
  const at = (path: readonly PropertyKey[]): number => lineOfKey(text, [...table, ...path.map(String)]);
  const problems = parsed.success
    ? unknownCodes(parsed.data, codes).map(({ path, message }) => ({ line: at(path), message }))
    : parsed.error.issues.flatMap((issue) => issueProblems(issue, document, at));
  if (problems.length > 0 || !parsed.success)
    return { kind: "problems", problems: problems.sort((a, b) => a.line - b.line) };
  const { paddle, select, ignore, severity, exclude } = parsed.data;
  return {
    kind: "settings",
    settings: {
      paddle: paddleVersion.options.find((version) => paddle?.startsWith(version)),
      select,
      ignore,
      severity,
      exclude: exclude ?? [],
    },
  };
}

/** What each key takes, in the words of the messages. */
const allowed: Readonly<Record<string, string>> = {
  paddle: `takes one of ${paddleVersion.options.map((version) => `"${version}"`).join(", ")}`,
  select: 'takes a list of rules: codes such as "PP201", beginnings such as "PP2", or "ALL"',
  ignore: 'takes a list of rules: codes such as "PP201", beginnings such as "PP2", or "ALL"',
  severity: 'takes a table of codes with "error", "warning", "info", "hint" or "off": PP201 = "hint"',
  exclude: 'takes a list of globs such as "vendor" or "src/generated/**"',
};

function issueProblems(
  issue: z.core.$ZodIssue,
  document: unknown,
  at: (path: readonly PropertyKey[]) => number,
): ProjectFileProblem[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      line: at([...issue.path, key]),
      message: `There is no setting \`${key}\`; there are ${Object.keys(allowed).join(", ")}.`,
    }));
  const [key] = issue.path;
  if (key === undefined) return [{ line: at([]), message: "This has to be a table of settings." }];
  let value = document;
  for (const step of issue.path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  const given = value === undefined ? "" : ` It is ${JSON.stringify(value)} here.`;
  return [{ line: at(issue.path), message: `\`${String(key)}\` ${allowed[String(key)] ?? ""}.${given}` }];
}

function unknownCodes(
  file: z.infer<typeof projectFileShape>,
  codes: readonly string[],
): { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  const lists = (["select", "ignore"] as const).flatMap((key) =>
    (file[key] ?? []).map((value, index) => ({ path: [key, index], value })),
  );
  const table = Object.keys(file.severity ?? {}).map((value) => ({ path: ["severity", value], value }));
  return [...lists, ...table]
    .filter(({ value }) => value !== "ALL" && !codes.some((code) => code.startsWith(value)))
    .map(({ path, value }) => ({
      path,
      message: `There is no rule ${value}; docs/rules.md lists all of them, and \`paddle-port explain CODE\` tells about one.`,
    }));
}
