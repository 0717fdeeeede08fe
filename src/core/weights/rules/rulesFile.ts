import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";

import { UserError } from "../../util/userError.js";
import { captureNames, parsePattern, PatternError, type Pattern } from "./pattern.js";

/** The file of `plan --rules`: what a person decides about tensors. Patterns are described in pattern.ts. */
const name = z.string().min(1);
const ruleShape = z.union(
  [
    z.strictObject({ rename: name, to: name }),
    z.strictObject({ drop: name, reason: z.string().min(1) }),
    z.strictObject({ transpose: name }),
    z.strictObject({ keep: name }),
    z.strictObject({
      split: name,
      into: z.array(name).min(2),
      sizes: z.array(z.int().positive()).optional(),
    }),
    z.strictObject({
      merge: name,
      add: z.tuple([name, name]),
      scale: z.number(),
      to: name.optional(),
    }),
    z.strictObject({ fuse: z.array(name).min(2), into: name, axis: z.int().nonnegative().optional() }),
  ],
  {
    error:
      "a rule is one of: rename + to, drop + reason, transpose, keep, split + into (+ sizes), fuse + into (+ axis), merge + add + scale (+ to)",
  },
);

export const rulesDocument = z.strictObject({ version: z.literal(1), rules: z.array(ruleShape) });

type RuleShape = z.infer<typeof ruleShape>;

interface Located {
  /** `rules.yaml:12`. */
  readonly at: string;
}

/** One rule, its patterns parsed. */
export type Rule = Located &
  (
    | { readonly kind: "rename"; readonly pattern: Pattern; readonly to: string }
    | { readonly kind: "drop"; readonly pattern: Pattern; readonly reason: string }
    | { readonly kind: "transpose" | "keep"; readonly pattern: Pattern }
    | {
        readonly kind: "split";
        readonly pattern: Pattern;
        readonly into: readonly string[];
        readonly sizes: readonly number[] | undefined;
      }
    | {
        readonly kind: "merge";
        readonly pattern: Pattern;
        readonly left: string;
        readonly right: string;
        readonly scale: number;
        readonly to: string | undefined;
      }
    | {
        readonly kind: "fuse";
        readonly pattern: Pattern;
        readonly others: readonly string[];
        readonly into: string;
        readonly axis: number | undefined;
      }
  );

export interface RulesFile {
  readonly rules: readonly Rule[];
}

/**
 * Reads a rules file.
 * @param file its name, for messages
 * @throws UserError naming file and line
 */
export function parseRules(text: string, file: string): RulesFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineAt = (offset: number | undefined): number =>
    offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line);
  const [broken] = document.errors;
  if (broken !== undefined) {
    const [what = broken.message] = broken.message.split("\n");
    throw new UserError(`${file}:${lineAt(broken.pos[0])} is not valid YAML: ${what}.`, "Correct the file.");
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (hasRange(node)) return lineAt(node.range[0]);
    }
    return 1;
  };
  const parsed = rulesDocument.safeParse(document.toJS({ maxAliasCount: 0 }) as unknown);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join(".") ?? "";
    throw new UserError(
      `${file}:${lineOf(issue?.path ?? [])}${place === "" ? "" : ` (${place})`}: ${issue?.message ?? "not a rules file"}.`,
      "See `paddle-port plan --help` for the form of a rule.",
    );
  }
  return {
    rules: parsed.data.rules.map((rule, index) => {
      const at = `${file}:${lineOf(["rules", index])}`;
      try {
        return { ...compile(rule), at };
      } catch (error) {
        if (error instanceof PatternError)
          throw new UserError(`${at}: ${error.message}`, "Correct the rule.");
        throw error;
      }
    }),
  };
}

type WithoutPlace<T> = T extends Located ? Omit<T, "at"> : never;

function compile(rule: RuleShape): WithoutPlace<Rule> {
  if ("rename" in rule) {
    const pattern = parsePattern(rule.rename);
    return { kind: "rename", pattern, to: template(rule.to, pattern) };
  }
  if ("drop" in rule) return { kind: "drop", pattern: parsePattern(rule.drop), reason: rule.reason };
  if ("transpose" in rule) return { kind: "transpose", pattern: parsePattern(rule.transpose) };
  if ("keep" in rule) return { kind: "keep", pattern: parsePattern(rule.keep) };
  if ("split" in rule) {
    const pattern = parsePattern(rule.split);
    if (rule.sizes !== undefined && rule.sizes.length !== rule.into.length) {
      throw new PatternError(
        `"sizes" has ${rule.sizes.length} numbers for the ${rule.into.length} names of "into".`,
      );
    }
    return { kind: "split", pattern, into: rule.into.map((to) => template(to, pattern)), sizes: rule.sizes };
  }
  if ("merge" in rule) {
    const pattern = parsePattern(rule.merge);
    const [left, right] = rule.add.map((part) => template(part, pattern));
    const to = rule.to === undefined ? undefined : template(rule.to, pattern);
    return { kind: "merge", pattern, left: left ?? "", right: right ?? "", scale: rule.scale, to };
  }
  const [first = "", ...others] = rule.fuse;
  const pattern = parsePattern(first);
  return {
    kind: "fuse",
    pattern,
    others: others.map((other) => template(other, pattern)),
    into: template(rule.into, pattern),
    axis: rule.axis,
  };
}

function template(text: string, pattern: Pattern): string {
  const foreign = captureNames(text).find((key) => !pattern.captures.has(key));
  if (foreign === undefined) return text;
  throw new PatternError(`"${text}" uses {${foreign}}, which "${pattern.text}" does not capture.`);
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}
