import type { Ledger } from "../inference/ledger.js";
import { join, paddleLeaf } from "../inference/layerNames.js";
import type { AssignedPiece, Assignment } from "../inference/operation.js";
import type { ModelTensor, SourceTensor } from "../inference/tensors.js";
import { showShape } from "../showShape.js";
import { UserError } from "../../util/userError.js";
import { applyMerges, type Merged } from "./applyMerges.js";
import { fillTemplate } from "./pattern.js";
import type { Rule, RulesFile } from "./rulesFile.js";

type Placing = Extract<Rule, { kind: "rename" | "drop" | "split" | "fuse" }>;
type Turning = Extract<Rule, { kind: "transpose" | "keep" }>;

/**
 * Carries out a person's rules before anything is inferred. `rename`, `drop`, `split` and `fuse` say where a tensor goes, `transpose`
 * and `keep` in which order its bytes go, `merge` what is added to it first; a tensor may have one of each sort.
 * @throws UserError naming file and line: a rule that matches no tensor, two rules of one sort for one tensor, a target that the port
 * does not have or that is filled twice, sizes that do not add up
 */
export function applyRules(ledger: Ledger, file: RulesFile): void {
  const used = new Set<Rule>();
  const turning = new Map<string, Turning>();
  const placing = new Map<string, { rule: Placing; captured: ReadonlyMap<string, string> }>();
  const merging = file.rules.filter((rule) => rule.kind === "merge");
  const merged = applyMerges(ledger, merging);
  for (const { rule } of merged.values()) used.add(rule);
  const sources = ledger.openSources();
  for (const rule of file.rules) {
    if (rule.kind === "merge") continue;
    for (const source of sources) {
      const captured = rule.pattern.match(source.name);
      if (captured === undefined) continue;
      used.add(rule);
      if (rule.kind === "transpose" || rule.kind === "keep")
        claim(turning, source.name, rule, rule, turning.get(source.name));
      else claim(placing, source.name, { rule, captured }, rule, placing.get(source.name)?.rule);
    }
  }
  const unused = file.rules.filter((rule) => !used.has(rule));
  if (unused.length > 0) {
    const list = unused.map((rule) => `${rule.at} (${rule.kind}: ${rule.pattern.text})`).join(", ");
    const part = ledger.mergedParts().find((name) => unused.some((rule) => rule.pattern.match(name)));
    if (part !== undefined) {
      throw new UserError(
        `Rules for tensors that are merged into others: ${list}; "${part}" is one.`,
        "Write the rule for the original that it is merged into.",
      );
    }
    throw new UserError(`Rules that match no tensor of the source: ${list}.`, "Correct or remove them.");
  }
  for (const source of sources) {
    const place = placing.get(source.name);
    const turn = turning.get(source.name);
    if (place !== undefined && ledger.isUsed(source.name)) {
      throw new UserError(
        `${place.rule.at} names "${source.name}", which another rule uses already.`,
        "Keep one of the two rules.",
      );
    }
    const own = merged.get(source.name);
    if (place !== undefined && own?.to !== undefined) {
      throw new UserError(
        `${own.rule.at} and ${place.rule.at} both say what becomes of "${source.name}".`,
        "Keep one of the two.",
      );
    }
    if (place !== undefined) carryOut(ledger, source, place.rule, place.captured, turning);
    else if (own !== undefined && !ledger.isUsed(source.name)) placeMerged(ledger, source, own, turn);
    else if (turn !== undefined && !ledger.isUsed(source.name)) turnInPlace(ledger, source, turn);
  }
}

function claim<T>(taken: Map<string, T>, name: string, value: T, rule: Rule, before: Rule | undefined): void {
  if (before !== undefined) {
    throw new UserError(
      `${before.at} and ${rule.at} both say what becomes of "${name}".`,
      "Keep one of the two rules.",
    );
  }
  taken.set(name, value);
}

function carryOut(
  ledger: Ledger,
  source: SourceTensor,
  rule: Placing,
  captured: ReadonlyMap<string, string>,
  turning: ReadonlyMap<string, Turning>,
): void {
  const asked = turned(turning.get(source.name));
  const evidence = { confidence: "asked" as const, text: `${rule.kind} by ${rule.at}` };
  const piece: AssignedPiece = { source, consumer: source.model?.consumer };
  switch (rule.kind) {
    case "drop":
      ledger.drop(source.name, `${rule.reason} (${rule.at})`, "asked");
      return;
    case "rename": {
      const target = openTarget(ledger, fillTemplate(rule.to, captured), rule, source.name);
      ledger.assign({ target, pieces: [piece], evidence, asked });
      return;
    }
    case "split": {
      for (const part of splitParts(source, rule)) {
        const target = openTarget(ledger, fillTemplate(part.into, captured), rule, source.name);
        ledger.assign({ target, pieces: [{ ...piece, rows: part.rows }], evidence, asked });
      }
      return;
    }
    case "fuse": {
      const others = rule.others.map((text): AssignedPiece => {
        const name = fillTemplate(text, captured);
        const other = ledger.source(name);
        if (other === undefined) {
          throw new UserError(
            `${rule.at} fuses "${name}", which the source does not have.`,
            "Correct the rule.",
          );
        }
        return { source: other, consumer: other.model?.consumer };
      });
      const turns = new Set([piece, ...others].map((part) => turning.get(part.source.name)?.kind));
      if (turns.size > 1) {
        throw new UserError(
          `${rule.at} fuses tensors of which only some have a keep or transpose rule.`,
          "Write the same for all of them.",
        );
      }
      const target = openTarget(ledger, fillTemplate(rule.into, captured), rule, source.name);
      ledger.assign({ target, pieces: [piece, ...others], joinAxis: rule.axis, evidence, asked });
    }
  }
}

function placeMerged(
  ledger: Ledger,
  source: SourceTensor,
  { rule, to }: Merged,
  turn: Turning | undefined,
): void {
  const { model } = source;
  const name = to ?? model?.name ?? source.name;
  ledger.assign({
    target: openTarget(ledger, name, rule, source.name),
    pieces: [{ source, consumer: model?.consumer }],
    evidence: { confidence: "asked", text: "" },
    asked: turned(turn),
  });
}

function turnInPlace(ledger: Ledger, source: SourceTensor, rule: Turning): void {
  const { model } = source;
  const name = model === undefined ? source.name : join(model.module, paddleLeaf(model.kind, model.leaf));
  const target = openTarget(ledger, name, rule, source.name);
  const assignment: Assignment = {
    target,
    pieces: [{ source, consumer: model?.consumer }],
    evidence: { confidence: "asked", text: "" },
    asked: turned(rule),
  };
  ledger.assign(assignment);
}

function turned(rule: Turning | undefined): Assignment["asked"] {
  return rule && { transpose: rule.kind === "transpose", text: `${rule.kind} by ${rule.at}` };
}

function splitParts(
  source: SourceTensor,
  rule: Extract<Rule, { kind: "split" }>,
): { into: string; rows: { start: number; end: number } }[] {
  const [height] = source.shape;
  const count = rule.into.length;
  if (typeof height !== "number") {
    throw new UserError(
      `${rule.at} splits "${source.name}", whose shape is not known.`,
      "Give --checkpoint.",
    );
  }
  const sizes = rule.sizes ?? Array.from({ length: count }, () => height / count);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== height || !sizes.every(Number.isInteger)) {
    const parts = rule.sizes === undefined ? `${count} equal parts` : `parts of ${sizes.join(", ")}`;
    throw new UserError(
      `${rule.at} splits "${source.name}" ${showShape(source.shape)} into ${parts}, but it has ${height} rows.`,
      "Give sizes that add up to the number of rows.",
    );
  }
  let start = 0;
  return rule.into.map((into, index) => {
    const end = start + (sizes[index] ?? 0);
    const rows = { start, end };
    start = end;
    return { into, rows };
  });
}

function openTarget(ledger: Ledger, name: string, rule: Rule, source: string): ModelTensor {
  const target = ledger.port.get(name);
  if (target === undefined) {
    throw new UserError(
      `${rule.at} sends "${source}" to "${name}", which the port does not have.`,
      "Correct the rule.",
    );
  }
  if (target.tiedTo !== undefined || !target.persistent) {
    const why =
      target.tiedTo === undefined ? "is not persistent" : `shares the storage of "${target.tiedTo}"`;
    throw new UserError(
      `${rule.at} sends "${source}" to "${name}", which ${why} in the port.`,
      "Correct the rule.",
    );
  }
  if (ledger.isSettled(name)) {
    throw new UserError(
      `${rule.at} sends "${source}" to "${name}", which another rule fills already.`,
      "Keep one of the two rules.",
    );
  }
  return target;
}
