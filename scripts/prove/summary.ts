import type { CatalogRow, VerifiedEntry } from "../../src/core/api/schema.js";
import type { ProofRun } from "./runProofs.js";

/**
 * The evidence for one row: the Paddle versions on which at least one program passed and none failed,
 * the arguments that passing programs gave with a value other than the default, and how many programs passed everywhere.
 */
export function evidenceFor(row: CatalogRow, run: ProofRun): VerifiedEntry | undefined {
  const own = run.outcomes.filter((outcome) => outcome.case.row === row.name);
  const versions = [...new Set(own.map((outcome) => outcome.paddle))].sort();
  const good = versions.filter((version) => {
    const here = own.filter((outcome) => outcome.paddle === version);
    return (
      here.some((outcome) => outcome.status === "passed") &&
      here.every((outcome) => outcome.status !== "failed")
    );
  });
  if (good.length === 0) return undefined;
  const byCase = new Map<string, typeof own>();
  for (const outcome of own) {
    const key = `${outcome.case.proof} ${outcome.case.form}`;
    byCase.set(key, [...(byCase.get(key) ?? []), outcome]);
  }
  const passing = [...byCase.values()].filter((list) =>
    list.every((outcome) => outcome.status === "passed" || !good.includes(outcome.paddle)),
  );
  const everywhere = passing.filter((list) => list.some((outcome) => outcome.status === "passed"));
  const exercised = new Set(everywhere.flatMap((list) => list.flatMap((outcome) => outcome.case.arguments)));
  const emulated = everywhere.filter((list) => list.some((outcome) => outcome.case.emulate)).length;
  return {
    row: row.hash,
    paddle: good,
    arguments: [...exercised].sort(),
    forms: everywhere.length,
    ...(emulated === 0 ? {} : { kernel: emulated === everywhere.length ? "emulated" : "partly emulated" }),
  };
}
