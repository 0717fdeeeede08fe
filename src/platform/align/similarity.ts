import { reportSlot } from "../../core/align/buildReport.js";
import { compareOutputs, type CompareOptions, type SlotResult } from "../../core/align/layers.js";
import { reportNumber, type AlignReport } from "../../core/align/report.js";
import { embeddingsOf, similarityMatrix } from "../../core/align/similarity.js";
import type { SimilaritySpec } from "../../core/align/spec.js";
import { UserError } from "../../core/util/userError.js";
import type { CaptureFolder } from "./captureFolder.js";
import type { PreparedInputs } from "./inputs.js";

/** The sentence similarities of both sides, and the outputs they come from. */
export async function compareSimilarity(
  how: SimilaritySpec,
  sides: {
    readonly reference: CaptureFolder;
    readonly port: CaptureFolder;
    /** Whether these captures are of the similarities' own inputs. */
    readonly ownInputs: boolean;
    readonly inputs: PreparedInputs;
  },
  options: CompareOptions,
): Promise<{ report: NonNullable<AlignReport["similarity"]>; slots: SlotResult[]; ownInputs: boolean }> {
  const slots = await compareOutputs(sides.reference, sides.port, options);
  const reference = await matrixOf(sides.reference, how);
  const port = await matrixOf(sides.port, how);
  const differences = reference.flatMap((row, i) =>
    row.map((value, j) => Math.abs(value - (port[i]?.[j] ?? NaN))),
  );
  const report = {
    sentences: reference.map((_, index) => sides.inputs.sentences[index] ?? `row ${String(index)}`),
    pooling: `${how.pooling}${how.mask === undefined ? "" : ` over ${how.mask}`}${how.normalize ? ", normed" : ""}`,
    reference: reference.map((row) => row.map(reportNumber)),
    port: port.map((row) => row.map(reportNumber)),
    greatestDifference: reportNumber(Math.max(0, ...differences)),
    outputs: slots.map(reportSlot),
  };
  return { report, slots, ownInputs: sides.ownInputs };
}

async function matrixOf(capture: CaptureFolder, how: SimilaritySpec): Promise<number[][]> {
  const output = capture.manifest.outputs.find(({ slot }) => slot === how.from);
  const mask =
    how.mask === undefined ? undefined : capture.manifest.inputs.find(({ slot }) => slot === how.mask);
  if (!output || (how.mask !== undefined && !mask)) {
    const missing = output ? `input ${how.mask ?? ""}` : `output ${how.from}`;
    throw new UserError(
      `The similarities need the ${missing}, which the ${capture.manifest.side} does not have.`,
      "Correct `similarity` in the specification.",
    );
  }
  try {
    const vectors = embeddingsOf(
      { shape: output.shape, values: await capture.tensors.read(output) },
      how,
      mask ? { shape: mask.shape, values: await capture.tensors.read(mask) } : undefined,
    );
    return similarityMatrix(vectors);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `The similarities cannot be computed: ${error.message}.`,
      "Correct `similarity` in the specification.",
    );
  }
}
