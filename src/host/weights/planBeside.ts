import { readdir } from "node:fs/promises";
import path from "node:path";

import * as vscode from "vscode";

import { planFits } from "./planFits.js";
import { loadPlan } from "../../platform/planFiles.js";

/** Names under which plans are looked for, the usual one first. */
const usual = "plan.json";
const likely = /(^|[-_.])plan\.json$/u;

/** What is known of a checkpoint when a plan for it is looked for. */
export interface KnownCheckpoint {
  readonly headerSha256: string;
  readonly tensors: readonly { readonly name: string }[];
}

/**
 * Finds the weight plan of a checkpoint: the one chosen for it earlier, else a plan that fits it in the same folder or
 * the one above.
 * @returns undefined when there is none, or none that can be read
 */
export async function planFor(
  checkpoint: vscode.Uri,
  known: KnownCheckpoint,
  memory: vscode.Memento,
): Promise<vscode.Uri | undefined> {
  const chosen = memory.get<string>(keyOf(checkpoint));
  if (chosen === "") return undefined;
  if (chosen !== undefined) return vscode.Uri.parse(chosen);
  if (checkpoint.scheme !== "file") return undefined;
  const folder = path.dirname(checkpoint.fsPath);
  for (const candidate of [...(await plansIn(folder)), ...(await plansIn(path.dirname(folder)))]) {
    const found = await loadPlan(candidate).catch(() => undefined);
    if (found !== undefined && planFits(found, known)) return vscode.Uri.file(candidate);
  }
  return undefined;
}

/** Remembers which plan a checkpoint is shown with; without one, that it is shown alone. */
export async function rememberPlan(
  checkpoint: vscode.Uri,
  plan: vscode.Uri | undefined,
  memory: vscode.Memento,
): Promise<void> {
  await memory.update(keyOf(checkpoint), plan?.toString() ?? "");
}

function keyOf(checkpoint: vscode.Uri): string {
  return `plan:${checkpoint.toString()}`;
}

async function plansIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => likely.test(name))
    .sort((a, b) => Number(b === usual) - Number(a === usual) || a.localeCompare(b))
    .slice(0, 5)
    .map((name) => path.join(folder, name));
}
