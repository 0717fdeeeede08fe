import type { z } from "zod";

import { moduleTree, type ModuleTree } from "../modules/moduleTree.js";
import { UserError } from "../util/userError.js";
import { weightPlan, type WeightPlan } from "./plan.js";

/**
 * Reads a weight plan.
 * @param file its name, for messages
 * @throws UserError naming the file and the field that is wrong
 */
export function readPlan(text: string, file: string): WeightPlan {
  return read(weightPlan, text, file, {
    noun: "a weight plan",
    kind: "paddle-port/weight-plan",
    remedy: "Make it with paddle-port plan.",
  });
}

/**
 * Reads a module tree.
 * @param file its name, for messages
 * @throws UserError naming the file and the field that is wrong
 */
export function readModuleTree(text: string, file: string): ModuleTree {
  return read(moduleTree, text, file, {
    noun: "a module tree",
    kind: "paddle-port/module-tree",
    remedy: "Make it with paddle-port modules.",
  });
}

interface Expected {
  readonly noun: string;
  readonly kind: string;
  readonly remedy: string;
}

function read<T extends z.ZodType>(schema: T, text: string, file: string, expected: Expected): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} is not JSON (${why}).`, expected.remedy);
  }
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  if (typeof kind === "string" && kind !== expected.kind) {
    throw new UserError(
      `${file} is a ${kind} document, not ${expected.noun} (${expected.kind}).`,
      expected.remedy,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined ? "" : fieldPath(issue.path);
  const more = parsed.error.issues.length > 1 ? ` (and ${parsed.error.issues.length - 1} more)` : "";
  throw new UserError(
    `${file} is not ${expected.noun}: ${place}: ${issue?.message ?? "wrong form"}${more}.`,
    expected.remedy,
  );
}

/** `parameters[3].shape[0]`. */
function fieldPath(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? "the document" : text.replace(/^\./, "");
}
