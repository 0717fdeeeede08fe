import type { AlignReport } from "../../src/core/align/report.js";
import { plainNumber } from "../../src/core/align/report.js";
import { runAlignment } from "../../src/platform/align/alignment.js";
import type { Fault } from "./fault.js";
import type { Answer } from "./table.js";
import type { Model, Workspace } from "./workspace.js";

/** What the check said about one broken variant on one version of Paddle. */
export interface Outcome {
  readonly paddle: string;
  /** Where the fault was planted. */
  readonly places: readonly string[];
  readonly answer: Answer;
  /** What was tried on the module that is named, the best first. */
  readonly tried: readonly { readonly hypothesis: string; readonly error: number | null }[];
}

/** Runs the check on the port as it is, or on a broken variant. */
export async function check(
  workspace: Workspace,
  model: Model,
  spec: string,
  paddlePython: string,
): Promise<AlignReport> {
  return runAlignment({
    specFile: spec,
    referenceFolder: await workspace.recording(model),
    device: "cpu",
    pythons: { portPython: paddlePython, env: {} },
    producer: "scripts/faults.ts",
    rerun: "",
  });
}

/** Plants a fault once and checks the variant on each version of Paddle. */
export async function runFault(
  workspace: Workspace,
  fault: Fault,
  pythons: Readonly<Record<string, string>>,
): Promise<Outcome[]> {
  const { spec, places } = await workspace.plant(fault);
  const outcomes: Outcome[] = [];
  for (const [paddle, python] of Object.entries(pythons)) {
    const report = await check(workspace, fault.model ?? "retrieval", spec, python);
    const tried = (report.failures[0]?.probes ?? []).map(({ hypothesis, error }) => ({ hypothesis, error }));
    outcomes.push({ paddle, places, answer: judge(fault, report), tried });
  }
  return outcomes;
}

function judge(fault: Fault, report: AlignReport): Answer {
  const first = report.firstDivergence;
  const accused = report.failures.map(({ reference }) => reference);
  const restoredBy = report.failures[0]?.restoredBy;
  const problems: string[] = [];
  if (report.verdict !== "diverged") problems.push(`the verdict is ${report.verdict}`);
  if (first?.reference !== fault.module) problems.push(`${shown(first?.reference)} is named`);
  const bystanders = accused.filter((name) => name !== fault.module && fault.also?.test(name) !== true);
  if (bystanders.length > 0) problems.push(`${bystanders.map(shown).join(", ")} accused as well`);
  if (fault.cause && !fault.cause.test(first?.explanation ?? ""))
    problems.push(`the cause is said to be: ${first?.explanation ?? "nothing"}`);
  if (fault.cause === undefined && restoredBy !== undefined)
    problems.push(`a cause is named, though it is another: ${restoredBy}`);
  const unnamed = (fault.outputs ?? []).filter((name) => !(first?.explanation ?? "").includes(name));
  if (unnamed.length > 0) problems.push(`the outputs ${unnamed.join(", ")} are not named`);
  return {
    verdict: report.verdict,
    ...(first ? { named: first.reference, severity: first.verdict, explanation: first.explanation } : {}),
    ...worstOf(report),
    restored: restoredBy !== undefined,
    accused,
    outputs: report.outputs.filter(({ propagated }) => propagated?.verdict !== "ok").map(({ slot }) => slot),
    problems,
  };
}

/** The worst output of the module that is named, against its own floor. */
function worstOf({ firstDivergence, layers }: AlignReport): { error?: number; floor?: number } {
  if (!firstDivergence) return {};
  const { mode, reference } = firstDivergence;
  const found = layers
    .filter((layer) => layer.reference === reference)
    .flatMap(({ slots }) => slots.flatMap((slot) => slot[mode] ?? []))
    .map(({ relativeL2, floor }) => ({ error: plainNumber(relativeL2), floor }))
    .sort((a, b) => b.error / b.floor - a.error / a.floor)[0];
  return found ?? {};
}

export function shown(module: string | undefined): string {
  return module === undefined ? "no module" : module === "" ? "the model itself" : module;
}
