import type { TensorRow } from "../../shared/tensors/rows.js";

/**
 * Puts the reasons of a table into the display language. There may be a hundred thousand, and most differ in the names
 * they hold in backticks only: each kind of sentence is translated once.
 */
export function translateReasons(
  rows: readonly TensorRow[],
  translate: (text: string) => string,
): readonly TensorRow[] {
  const known = new Map<string, string>();
  const reasonOf = (reason: string): string => {
    const names: string[] = [];
    const kind = reason.replaceAll(/`[^`]*`/g, (name) => `\`${String(names.push(name) - 1)}\``);
    let translated = known.get(kind);
    if (translated === undefined) {
      translated = translate(kind);
      known.set(kind, translated);
    }
    return translated.replaceAll(/`(\d+)`/g, (_, index: string) => names[Number(index)] ?? "");
  };
  return rows.map((row) =>
    row.plan === undefined ? row : { ...row, plan: { ...row.plan, reason: reasonOf(row.plan.reason) } },
  );
}
