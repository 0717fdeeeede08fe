import { UserError } from "../../util/userError.js";
import { isMerged, type PlanEntry, type SourcePiece, type WeightPlan } from "../plan.js";
import { bytesPerElement, isDtype } from "../safetensors/dtypes.js";
import { escapeText } from "../safetensors/escapeText.js";
import { pythonMain } from "./pythonMain.js";
import { pythonMerge } from "./pythonMerge.js";
import { pythonImports, pythonProgram } from "./pythonRuntime.js";

/**
 * Writes a plan as a Python script that converts a checkpoint by it and needs nothing but Python 3.10 and numpy. It writes the same
 * bytes as the native converter.
 * @param producer name and version of the program that writes it, for the first comment
 * @throws UserError when the plan has open questions or does not make sense
 */
export function generateScript(plan: WeightPlan, producer: string): string {
  const [question] = plan.undecided;
  if (question !== undefined) {
    throw new UserError(
      `The plan has ${plan.undecided.length} undecided tensors; the first: ${escapeText(question.question)}`,
      "Decide them in a rules file and make the plan again (paddle-port plan --rules FILE).",
    );
  }
  const targets = new Set<string>();
  for (const entry of plan.entries) {
    if (targets.has(entry.target)) {
      throw new UserError(
        `The plan fills "${escapeText(entry.target)}" twice.`,
        "Make the plan again with paddle-port plan.",
      );
    }
    targets.add(entry.target);
  }
  const source = comment(plan.source.model);
  const target = comment(plan.target.model);
  return `#!/usr/bin/env python3
# Written by ${comment(producer)}. SPDX-License-Identifier: 0BSD (yours to use, change and pass on).
"""Convert the weights of ${docstring(source)} (PyTorch) for ${docstring(target)} (Paddle).

    python convert.py --checkpoint MODEL_FOLDER --out NEW_FOLDER

Every tensor of the checkpoint is named below, with what becomes of it: PyTorch's Linear stores its weight [out, in] and
Paddle's stores it [in, out], so these are transposed; embeddings, convolutions, norms and biases are kept. It depends on the
layer that uses a tensor, not on its shape: a square matrix fits either way.${merges(plan)} A checkpoint with other tensors is refused.
"""

${pythonImports}

# ${plan.entries.length} tensors: target, source, dtype, target shape
TENSORS: list[Entry] = [
${table(plan.entries)}]

# tensors of the checkpoint that the port does not need, and why
DROPPED: dict[str, str] = {
${plan.dropped.map((item) => `    ${literal(item.source)}: ${literal(item.reason)},\n`).join("")}}


${pythonProgram}

${pythonMerge}

${pythonMain}`;
}

function merges(plan: WeightPlan): string {
  const count = plan.entries.filter(isMerged).length;
  if (count === 0) return "";
  return ` A LoRA is merged into ${count}
of them first, because the port has no place for it: original + scale * left @ right.`;
}

/** One line for each entry, grouped by the module they belong to. */
function table(entries: readonly PlanEntry[]): string {
  const lines: string[] = [];
  let group: string | undefined;
  for (const entry of entries) {
    const here = groupOf(entry.target);
    if (here !== group) lines.push(`    # ${comment(here)}\n`);
    group = here;
    lines.push(`    ${row(entry)},\n`);
  }
  return lines.join("");
}

/** The block of a model, such as `encoder.layer.3`, or the outermost module. */
function groupOf(target: string): string {
  const segments = target.split(".");
  const block = segments.findIndex((segment) => /^\d+$/.test(segment));
  if (block >= 0) return segments.slice(0, block + 1).join(".");
  return segments.length > 1 ? (segments[0] ?? "") : "the model itself";
}

function row(entry: PlanEntry): string {
  if (!isDtype(entry.dtype)) {
    throw new UserError(
      `The plan gives "${escapeText(entry.target)}" the unknown dtype ${escapeText(entry.dtype)}.`,
      "Make the plan again with paddle-port plan.",
    );
  }
  const shape = `[${entry.shape.join(", ")}]`;
  const [only, ...others] = entry.pieces;
  const moved =
    entry.pieces.some((piece) => piece.transpose || piece.rows !== undefined) || others.length > 0;
  if (moved && bytesPerElement(entry.dtype) === undefined) {
    throw new UserError(
      `"${escapeText(entry.target)}" is ${entry.dtype}, whose elements are parts of a byte; it can only be kept whole.`,
      "Convert the checkpoint to another dtype first.",
    );
  }
  if (only !== undefined && others.length === 0) {
    const rows = only.rows === undefined ? "" : `, rows=(${only.rows.start}, ${only.rows.end})`;
    const call = only.transpose ? "transpose" : "keep";
    return `${call}(${literal(entry.target)}, ${literal(only.source)}, ${literal(entry.dtype)}, ${shape}${rows}${mergeArgument(only)})`;
  }
  if (entry.joinAxis === undefined) {
    throw new UserError(
      `The plan joins pieces into "${escapeText(entry.target)}" but names no axis.`,
      "Make the plan again with paddle-port plan.",
    );
  }
  const pieces = entry.pieces.map(pieceLiteral).join(", ");
  return `fuse(${literal(entry.target)}, ${literal(entry.dtype)}, ${shape}, ${entry.joinAxis}, [${pieces}])`;
}

function pieceLiteral(piece: SourcePiece): string {
  const rows = piece.rows === undefined ? "" : `, rows=(${piece.rows.start}, ${piece.rows.end})`;
  return `Piece(${literal(piece.source)}${rows}${piece.transpose ? ", transpose=True" : ""}${mergeArgument(piece)})`;
}

function mergeArgument({ merge }: SourcePiece): string {
  if (merge === undefined) return "";
  // JavaScript prints the shortest text that reads back as the same float64, and Python reads it so.
  return `, merge=Merge(${literal(merge.left)}, ${literal(merge.right)}, ${merge.scale})`;
}

/** A Python string literal: JSON's escapes are Python's too, and other characters stand for themselves in UTF-8. */
function literal(text: string): string {
  return JSON.stringify(text);
}

/** Text that stays inside its comment whatever a model is called. */
function comment(text: string): string {
  return escapeText(text).replaceAll(/[\r\n]/g, " ");
}

function docstring(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', "'");
}
