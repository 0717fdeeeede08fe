import type { PlanEntry } from "../plan.js";
import type { Consumer } from "./consumers.js";
import { showShape } from "../showShape.js";
import { sameShape, type ModelTensor, type Shape } from "./tensors.js";

/** Whether the bytes change their order, and why; `confidence` is about this decision alone. */
export interface Orientation {
  readonly reason: string;
  readonly confidence: PlanEntry["confidence"];
}

interface Incoming {
  readonly name: string;
  readonly shape: Shape;
  readonly consumer: Consumer | undefined;
}

type Answer = (Orientation & { readonly transpose: boolean }) | { readonly question: string };

const same = "stored alike in PyTorch and Paddle";

/**
 * Decides from what consumes a tensor on both sides whether it has to be transposed.
 * The shape decides only where the use is unknown and just one of the two orders fits; a square matrix is then asked.
 * @param wanted the target's shape when this piece alone makes it, else undefined
 */
export function orient(piece: Incoming, target: ModelTensor, wanted: Shape | undefined): Answer {
  const from = piece.consumer;
  const to = target.consumer;
  if (from?.role === "parametrized" || to.role === "parametrized") {
    return {
      question: `\`${piece.name}\` is one part of a ${(from ?? to).text}: the weight is computed from several tensors, which must be merged before the conversion.`,
    };
  }
  if (from?.role === "recurrent" || to.role === "recurrent") {
    return {
      question: `\`${piece.name}\` holds the gates of ${to.text}, whose order is not checked by this version; compare both layers by hand, then write \`- keep: ${quote(piece.name)}\`.`,
    };
  }
  if (piece.shape.length < 2) {
    return keep(`${reads(from, to)}, one-dimensional, so there is only one order`, "certain");
  }
  if (from?.role === "matrix" && to.role === "matrix") return matrices(piece, from, to);
  if (from === undefined || from.role === "unknown" || to.role === "unknown") {
    return forced(piece, target, wanted);
  }
  if (from.role === to.role) return keep(`${reads(from, to)}, ${same}`, "certain");
  const rows = new Set([from.role, to.role]);
  if (rows.has("table") && rows.has("elementwise")) {
    return keep(`${reads(from, to)}: one row for each position in both`, "likely");
  }
  return {
    question: `\`${piece.name}\` is consumed by ${from.text} in the reference but by ${to.text} in the port. ${choices(piece.name)}`,
  };
}

function matrices(
  piece: Incoming,
  from: Extract<Consumer, { role: "matrix" }>,
  to: Extract<Consumer, { role: "matrix" }>,
): Answer {
  const transpose = from.layout !== to.layout;
  const [inTorch, inPaddle] = [from.layout, to.layout].map((layout) => `[${layout.replace(",", ", ")}]`);
  if (transpose && piece.shape.length !== 2) {
    return {
      question: `\`${piece.name}\` ${showShape(piece.shape)} is stored ${inTorch ?? ""} in the reference and ${inPaddle ?? ""} in the port, but only 2-D tensors can be transposed. Store it alike in the port.`,
    };
  }
  const layouts = transpose
    ? `stored ${inTorch ?? ""} in PyTorch, ${inPaddle ?? ""} in Paddle`
    : `stored ${inTorch ?? ""} in both`;
  const reason =
    from.text === to.text
      ? `consumed by ${from.text} (${layouts})`
      : `consumed by ${from.text} in the reference and by ${to.text} in the port (${layouts})`;
  return { transpose, reason, confidence: "certain" };
}

/** The use is unknown on one side: only a shape that leaves a single order may decide. */
function forced(piece: Incoming, target: ModelTensor, wanted: Shape | undefined): Answer {
  const { shape } = piece;
  const sizes = shape.filter((size) => size !== 1);
  const distinct = sizes.every((size) => typeof size === "number") && new Set(sizes).size === sizes.length;
  const use =
    piece.consumer === undefined
      ? target.consumer.text
      : (piece.consumer.role === "unknown" ? piece.consumer : target.consumer).text;
  if (
    distinct &&
    wanted?.every((size) => typeof size === "number") === true &&
    shape.join() !== [...shape].reverse().join()
  ) {
    if (sameShape(shape, wanted))
      return keep(`${use}; of keeping and transposing only keeping fits ${showShape(wanted)}`, "likely");
    if (shape.length === 2 && sameShape([...shape].reverse(), wanted)) {
      return {
        transpose: true,
        reason: `${use}; of keeping and transposing only transposing fits ${showShape(wanted)}`,
        confidence: "likely",
      };
    }
  }
  if (sizes.length === 0 && wanted !== undefined && sameShape(shape, wanted)) {
    return keep("a single number, so there is only one order", "certain");
  }
  return {
    question: `it is not known how ${use} is used, and the shape ${showShape(shape)} cannot prove the order of \`${piece.name}\`. ${choices(piece.name)}`,
  };
}

function choices(name: string): string {
  return (
    `Look at its use in both models, then write \`- keep: ${quote(name)}\` when both hold it in one order (both use x @ W), ` +
    `or \`- transpose: ${quote(name)}\` when PyTorch holds [out, in] and Paddle [in, out] (both use F.linear).`
  );
}

function reads(from: Consumer | undefined, to: Consumer): string {
  const text =
    from === undefined || from.text === to.text
      ? to.text
      : `${from.text} in the reference and by ${to.text} in the port`;
  return `consumed by ${text}`;
}

function keep(reason: string, confidence: Orientation["confidence"]): Answer {
  return { transpose: false, reason, confidence };
}

function quote(name: string): string {
  return JSON.stringify(name);
}
