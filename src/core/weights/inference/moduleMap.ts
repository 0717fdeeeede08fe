import type { ModuleTree } from "../../modules/moduleTree.js";
import type { PlanEntry } from "../plan.js";
import type { ModulePair } from "./structure.js";

/**
 * Which module of the port takes the place of which module of the reference, where the paths differ. Read off the entries that
 * move one whole tensor: their owners correspond, and so do the owners' parents while the last names agree.
 * @returns source path to target path; a source module with two answers is left out
 */
export function moduleMap(
  source: ModuleTree,
  target: ModuleTree,
  entries: readonly PlanEntry[],
  ownerOf: { source(name: string): string | undefined; target(name: string): string | undefined },
  structure: readonly ModulePair[],
): Record<string, string> {
  const sourceKinds = new Map(source.modules.map((entry) => [entry.path, entry.kind]));
  const targetKinds = new Map(target.modules.map((entry) => [entry.path, entry.kind]));
  const answers = new Map<string, Set<string>>();
  const note = (from: string, to: string): void => {
    const kind = sourceKinds.get(from);
    if (kind !== undefined && kind === targetKinds.get(to))
      answers.set(from, (answers.get(from) ?? new Set()).add(to));
  };
  for (const pair of structure) note(pair.source, pair.target);
  for (const entry of entries) {
    const [piece] = entry.pieces;
    if (entry.pieces.length !== 1 || piece === undefined || piece.rows !== undefined) continue;
    let from = ownerOf.source(piece.source);
    let to = ownerOf.target(entry.target);
    while (from !== undefined && to !== undefined && from !== "") {
      note(from, to);
      const [lastFrom, lastTo] = [from.split(".").at(-1), to.split(".").at(-1)];
      if (lastFrom !== lastTo) break;
      from = parent(from);
      to = parent(to);
    }
  }
  const known = new Map(
    [...answers].flatMap(([from, to]) => (to.size === 1 ? [...to].map((path) => [from, path] as const) : [])),
  );
  // Modules without tensors (Dropout, activations) follow their parent where the port has the same name under it.
  for (const { path } of source.modules) {
    const above = path === "" ? undefined : known.get(parent(path));
    const here =
      above === undefined ? undefined : `${above === "" ? "" : `${above}.`}${path.split(".").at(-1) ?? ""}`;
    if (here !== undefined && !known.has(path) && targetKinds.has(here)) known.set(path, here);
  }
  return Object.fromEntries([...known].filter(([from, to]) => from !== to && from !== ""));
}

function parent(path: string): string {
  return path.split(".").slice(0, -1).join(".");
}
