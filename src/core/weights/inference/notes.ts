import { isFloating, safetensorsDtype } from "./dtypes.js";
import type { Ledger } from "./ledger.js";
import { knownShape } from "./tensors.js";

/** What is worth knowing about the whole plan, one sentence each: dtypes that differ, a prefix that was left out. */
export function notesOf(ledger: Ledger, prefix: string): string[] {
  const notes: string[] = [];
  if (prefix !== "") {
    notes.push(
      `Every tensor of the checkpoint that the model has carries the prefix \`${prefix}\`, which the plan leaves out.`,
    );
  }
  const differing = new Map<string, number>();
  for (const entry of ledger.entries) {
    const wanted = safetensorsDtype(ledger.port.get(entry.target)?.dtype ?? "");
    if (wanted === undefined || wanted === entry.dtype || !isFloating(wanted)) continue;
    const pair = `stored as ${entry.dtype} and stay so; the port's tree says ${wanted}`;
    differing.set(pair, (differing.get(pair) ?? 0) + 1);
  }
  const unchecked = ledger.entries.filter((entry) => {
    const shape = ledger.port.get(entry.target)?.shape;
    return shape !== undefined && knownShape(shape) === undefined;
  });
  if (unchecked.length > 0) {
    notes.push(
      `The port's tree gives the shapes of ${unchecked.length} tensors as expressions, which were not compared with the checkpoint.`,
    );
  }
  for (const [pair, count] of differing) notes.push(`${count} tensors are ${pair}.`);
  return notes;
}
