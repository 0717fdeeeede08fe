import type { PlanEntry, SourcePiece } from "../plan.js";
import type { Consumer } from "./consumers.js";
import { isFloating, safetensorsDtype } from "./dtypes.js";
import { orient, type Orientation } from "./orientation.js";
import { showShape } from "../showShape.js";
import { knownShape, sameShape, type ModelTensor, type Shape, type SourceTensor } from "./tensors.js";

/** A source tensor, or some of its rows, with the module that consumes it in the reference. */
export interface AssignedPiece {
  readonly source: SourceTensor;
  readonly rows?: { readonly start: number; readonly end: number };
  /** Undefined when the reference model has no such tensor, so that only the port says how it is used. */
  readonly consumer: Consumer | undefined;
}

/** How it is known that these pieces belong to this target. */
export interface Evidence {
  readonly confidence: PlanEntry["confidence"];
  /** Empty when source and target have one name, which needs no words. */
  readonly text: string;
}

/** A target tensor and where it comes from, before it is known whether to transpose. */
export interface Assignment {
  readonly target: ModelTensor;
  readonly pieces: readonly AssignedPiece[];
  /** Axis of the target along which several pieces are joined; undefined means the output axis of its layout. */
  readonly joinAxis?: number | undefined;
  readonly evidence: Evidence;
  /** Set when a rule says whether to transpose. */
  readonly asked?: { readonly transpose: boolean; readonly text: string } | undefined;
}

/**
 * Turns an assignment into an entry of the plan: the operation from the consumers, then shape and dtype checked.
 * @returns the entry, or the question that a person has to answer
 */
export function decide(assignment: Assignment): { entry: PlanEntry } | { question: string } {
  const { target, pieces } = assignment;
  const [first] = pieces;
  if (first === undefined) return { question: `nothing is assigned to \`${target.name}\`.` };
  const oriented: { piece: SourcePiece; shape: Shape; how: Orientation & { transpose: boolean } }[] = [];
  const wanted = pieces.length === 1 ? target.shape : undefined;
  for (const piece of pieces) {
    const shape = pieceShape(piece);
    const how = assignment.asked
      ? { transpose: assignment.asked.transpose, reason: assignment.asked.text, confidence: "asked" as const }
      : orient({ name: piece.source.name, shape, consumer: piece.consumer }, target, wanted);
    if ("question" in how) return how;
    if (how.transpose && shape.length !== 2) {
      return {
        question: `\`${piece.source.name}\` ${showShape(shape)} would be transposed, but only 2-D tensors can be.`,
      };
    }
    oriented.push({
      piece: {
        source: piece.source.name,
        ...mergeOf(piece.source),
        ...(piece.rows && { rows: piece.rows }),
        transpose: how.transpose,
      },
      shape: how.transpose ? [...shape].reverse() : shape,
      how,
    });
  }
  const joinAxis = pieces.length > 1 ? (assignment.joinAxis ?? outputAxis(target)) : undefined;
  const result = joined(
    oriented.map((part) => part.shape),
    joinAxis,
  );
  const problem = mismatch(assignment, result, first.source.dtype);
  if (problem !== undefined) return { question: problem };
  const shape = knownShape(target.shape) ?? (result && knownShape(result));
  if (shape === undefined) {
    return {
      question: `the shape of \`${target.name}\`, ${showShape(target.shape)}, is not known: give --checkpoint, or record the trees.`,
    };
  }
  return { entry: entryOf(assignment, oriented, shape, joinAxis, first) };
}

function entryOf(
  assignment: Assignment,
  oriented: readonly { piece: SourcePiece; how: Orientation & { transpose: boolean } }[],
  shape: number[],
  joinAxis: number | undefined,
  first: AssignedPiece,
): PlanEntry {
  const { target, evidence } = assignment;
  const split = first.rows !== undefined && oriented.length === 1;
  const transposed = oriented.some((part) => part.how.transpose);
  const reasons = [...new Set(oriented.map((part) => part.how.reason))];
  const merges = assignment.pieces.flatMap(({ source }) => source.merge ?? []);
  return {
    target: target.name,
    shape,
    dtype: first.source.dtype,
    pieces: oriented.map((part) => part.piece),
    ...(joinAxis !== undefined && { joinAxis }),
    operation: oriented.length > 1 ? "fuse" : split ? "split" : transposed ? "transpose" : "keep",
    renamed: oriented.length === 1 && !split && first.source.name !== target.name,
    reason: [...reasons, ...new Set(merges.map((merge) => merge.text)), evidence.text]
      .filter((text) => text !== "")
      .join("; "),
    confidence: weakest([
      evidence.confidence,
      ...oriented.map((part) => part.how.confidence),
      ...merges.map((merge) => merge.confidence),
    ]),
  };
}

function mergeOf({ merge }: SourceTensor): Pick<SourcePiece, "merge"> {
  if (merge === undefined) return {};
  return { merge: { left: merge.left.name, right: merge.right.name, scale: merge.scale } };
}

/** A person's word counts as `asked` wherever it took part; otherwise one `likely` step makes the whole `likely`. */
function weakest(steps: readonly PlanEntry["confidence"][]): PlanEntry["confidence"] {
  return steps.includes("asked") ? "asked" : steps.includes("likely") ? "likely" : "certain";
}

function pieceShape(piece: AssignedPiece): Shape {
  const { shape } = piece.source;
  return piece.rows === undefined ? shape : [piece.rows.end - piece.rows.start, ...shape.slice(1)];
}

/** Pieces of a fused matrix are its outputs side by side; pieces of anything else follow each other. */
function outputAxis(target: ModelTensor): number {
  return target.consumer.role === "matrix" && target.consumer.layout === "in,out" && target.shape.length === 2
    ? 1
    : 0;
}

function joined(shapes: readonly Shape[], axis: number | undefined): Shape | undefined {
  const [first, ...rest] = shapes;
  if (first === undefined || axis === undefined) return first;
  if (axis >= first.length) return undefined;
  const others = (shape: Shape): Shape => shape.filter((_, index) => index !== axis);
  if (rest.some((shape) => !sameShape(others(shape), others(first)))) return undefined;
  const sizes = shapes.map((shape) => shape[axis]);
  const known = sizes.filter((size) => typeof size === "number");
  const total =
    known.length === sizes.length ? known.reduce((sum, size) => sum + size, 0) : sizes.join(" + ");
  return first.map((size, index) => (index === axis ? total : size));
}

function mismatch(assignment: Assignment, result: Shape | undefined, dtype: string): string | undefined {
  const { target, pieces } = assignment;
  const names = pieces.map((piece) => `\`${piece.source.name}\` ${showShape(pieceShape(piece))}`).join(", ");
  const at = `\`${target.name}\` ${showShape(target.shape)} of the port`;
  if (result === undefined) return `${names} cannot be joined into ${at}: their other sizes differ.`;
  if (!sameShape(result, target.shape)) {
    const how = pieces.length > 1 ? "joined" : "converted as its consumer demands";
    return `${names}, ${how}, is ${showShape(result)} and does not fit ${at}. Correct the port, or write a rule that says what becomes of it.`;
  }
  const wanted = safetensorsDtype(target.dtype);
  if (pieces.some((piece) => piece.source.dtype !== dtype))
    return `${names} are to be joined but differ in dtype.`;
  if (wanted !== undefined && wanted !== dtype && !(isFloating(wanted) && isFloating(dtype))) {
    return `\`${pieces[0]?.source.name ?? ""}\` is stored as ${dtype} but ${at} is ${wanted}; the plan does not change integers. Correct the port, or drop the tensor by a rule.`;
  }
  return undefined;
}
