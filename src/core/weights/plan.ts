import { z } from "zod";

/**
 * The weight plan: one document that says where each target tensor comes from, and why.
 * The table, the native converter and the generated Python script all read this and nothing else.
 */

/** A half-open range of rows (dimension 0) of a source tensor. */
const rowRange = z.object({ start: z.int().nonnegative(), end: z.int().positive() });

/**
 * A low-rank product that is added to a source tensor before anything else: `source + scale · left · right`. Both factors are
 * matrices, with dimensions of 1 before them at most. The arithmetic is fixed (conversion/lowRank.ts), so that every converter
 * writes the same bytes.
 */
export const lowRankMerge = z.strictObject({ left: z.string(), right: z.string(), scale: z.number() });

/** A source tensor, or some of its rows, optionally transposed (2-D only). Unknown fields are errors: what they ask for would be lost. */
export const sourcePiece = z.strictObject({
  source: z.string(),
  merge: lowRankMerge.optional(),
  rows: rowRange.optional(),
  transpose: z.boolean().default(false),
});

export const confidence = z.enum(["certain", "likely", "asked"]);

/** One tensor of the output: its pieces, joined along `joinAxis` of the *target* when there are several. */
export const planEntry = z.strictObject({
  target: z.string(),
  shape: z.array(z.int().nonnegative()),
  /** safetensors dtype: F32, BF16, I64 … */
  dtype: z.string(),
  pieces: z.array(sourcePiece).min(1),
  joinAxis: z.int().nonnegative().optional(),
  /** What a person reads in the table: keep | rename | transpose | split | fuse … */
  operation: z.enum(["keep", "transpose", "split", "fuse"]),
  renamed: z.boolean(),
  /** Why this operation, naming the consumer: "consumed by Linear `encoder.layer.0.attention.self.query` (stored [out, in] in PyTorch, [in, out] in Paddle)". */
  reason: z.string(),
  confidence,
});

/** A source tensor that the target does not need, with the reason. */
export const droppedEntry = z.object({ source: z.string(), reason: z.string(), confidence });

/** Something only a person can decide; the plan is incomplete while any is left. */
export const undecidedEntry = z.object({
  /** Source tensor names, target tensor names, or both. */
  sources: z.array(z.string()),
  targets: z.array(z.string()),
  question: z.string(),
});

export const weightPlan = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("paddle-port/weight-plan"),
  producer: z.string(),
  source: z.object({ framework: z.literal("torch"), model: z.string() }),
  target: z.object({ framework: z.literal("paddle"), model: z.string() }),
  /** Header of the checkpoint the plan was made for, so that a later run notices another checkpoint. */
  checkpoint: z.object({ tensors: z.int().nonnegative(), headerSha256: z.string() }).optional(),
  /** Module paths of the source → module paths of the target, for the alignment; only pairs that differ are listed. */
  modules: z.record(z.string(), z.string()).default({}),
  entries: z.array(planEntry),
  dropped: z.array(droppedEntry),
  undecided: z.array(undecidedEntry),
  /** Target parameters that share the storage of another one and are filled with it, so they have no entry. */
  tied: z.array(z.object({ target: z.string(), to: z.string() })).default([]),
  /** Sentences about the whole plan, such as dtypes that differ between checkpoint and port. */
  notes: z.array(z.string()).default([]),
});

export type WeightPlan = z.infer<typeof weightPlan>;
export type PlanEntry = z.infer<typeof planEntry>;
export type SourcePiece = z.infer<typeof sourcePiece>;
export type LowRankMerge = z.infer<typeof lowRankMerge>;

/** Names of all tensors of the checkpoint that a piece needs: its source first, then what is merged into it. */
export function sourcesOf({ source, merge }: SourcePiece): string[] {
  return merge === undefined ? [source] : [source, merge.left, merge.right];
}

/** Names of all tensors of the checkpoint that a target tensor is made from, each once. */
export function entrySources(entry: PlanEntry): string[] {
  return [...new Set(entry.pieces.flatMap(sourcesOf))];
}

/** True when a low-rank product is merged into the tensor, or into a part of it. */
export function isMerged(entry: PlanEntry): boolean {
  return entry.pieces.some((piece) => piece.merge !== undefined);
}
