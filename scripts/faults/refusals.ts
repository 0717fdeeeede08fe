import type { PlanEntry, SourcePiece } from "../../src/core/weights/plan.js";

const layer = "text_model.transformer.roberta.encoder.layers.0";

/** A broken plan that never becomes a checkpoint. */
export interface Refusal {
  readonly id: string;
  readonly what: string;
  /** The entry of the plan that is changed. */
  readonly target: string;
  readonly edit: (entry: PlanEntry) => PlanEntry;
  /** What the converter has to say. */
  readonly complaint: RegExp;
}

function ofPiece(edit: (piece: SourcePiece) => SourcePiece): (entry: PlanEntry) => PlanEntry {
  return (entry: PlanEntry): PlanEntry => ({ ...entry, pieces: entry.pieces.map(edit) });
}

/** Mistakes in the plan that the converter refuses, so that no alignment is needed to find them. */
export const refusals: readonly Refusal[] = [
  {
    id: "oblong-untransposed",
    what: "a matrix that is not square is not transposed",
    target: "vision_model.blocks.0.mlp.w1.weight",
    edit: (entry) => ({ ...ofPiece((piece) => ({ ...piece, transpose: false }))(entry), operation: "keep" }),
    complaint: /vision_model\.blocks\.0\.mlp\.w1\.weight/,
  },
  {
    id: "factors-forgotten",
    what: "an adapter is neither merged nor dropped",
    target: `${layer}.mlp.fc1.weight`,
    edit: ofPiece((piece) => ({ source: piece.source, transpose: piece.transpose })),
    complaint: /says nothing about tensor ".*mlp\.fc1\.parametrizations\.weight\.0\.lora_[AB]"/,
  },
  {
    id: "factors-exchanged",
    what: "the factors of a Linear's adapter are multiplied in the order of an Embedding's",
    target: `${layer}.mixer.out_proj.weight`,
    edit: ofPiece((piece) =>
      piece.merge === undefined
        ? piece
        : { ...piece, merge: { ...piece.merge, left: piece.merge.right, right: piece.merge.left } },
    ),
    complaint: /out_proj/,
  },
];
