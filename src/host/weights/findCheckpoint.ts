import { readdir } from "node:fs/promises";
import path from "node:path";

import * as vscode from "vscode";

import type { WeightPlan } from "../../core/weights/plan.js";
import { openCheckpoint } from "../../platform/checkpoints.js";

/** At most so many files are opened to find the one that a plan was made for. */
const mostFiles = 50;

/**
 * Finds the checkpoint that a plan was made for, by the hash of its header, in the plan's folder and those right below it.
 * @returns undefined when the plan names none or it is elsewhere
 */
export async function checkpointOf(planFile: vscode.Uri, plan: WeightPlan): Promise<vscode.Uri | undefined> {
  const wanted = plan.checkpoint?.headerSha256;
  if (wanted === undefined || planFile.scheme !== "file") return undefined;
  for (const candidate of await candidates(path.dirname(planFile.fsPath))) {
    try {
      const checkpoint = await openCheckpoint(candidate);
      await checkpoint.close();
      if (checkpoint.headerSha256 === wanted) return vscode.Uri.file(candidate);
    } catch {
      // A broken file beside the plan is not the one that is looked for.
    }
  }
  return undefined;
}

async function candidates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  const lists = await Promise.all(
    [folder, ...below.map((entry) => path.join(folder, entry.name))].map(async (one) => {
      const names = await readdir(one).catch(() => []);
      return names
        .filter((name) => /\.safetensors(\.index\.json)?$/u.test(name))
        .map((name) => path.join(one, name));
    }),
  );
  // An index before its shards: it is the whole.
  return lists
    .flat()
    .sort((a, b) => Number(b.endsWith(".json")) - Number(a.endsWith(".json")))
    .slice(0, mostFiles);
}
