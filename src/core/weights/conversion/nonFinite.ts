import { UserError } from "../../util/userError.js";
import { escapeText } from "../safetensors/escapeText.js";
import { bytesPerElement } from "../safetensors/dtypes.js";
import type { RandomAccessFile } from "../safetensors/reader.js";
import { entrySources, type WeightPlan } from "../plan.js";
import type { SourceTensor } from "./bands.js";
import { countNonFinite, type NonFinite } from "./finite.js";
import { unravel } from "./unravel.js";

/** Tensors that the message names; more are counted. */
const named = 5;
const panelBytes = 8 * 2 ** 20;

/** The checkpoint itself holds NaN or infinity, which a person may want to keep. */
export class NonFiniteWeightsError extends UserError {}

/** A tensor that holds NaN or infinity. */
interface Found extends NonFinite {
  readonly tensor: SourceTensor;
}

/**
 * Looks for NaN and infinity in everything of a checkpoint that the plan uses. The converter itself only notices that there are
 * some and stops; this says where.
 */
async function findNonFinite(
  plan: WeightPlan,
  checkpoint: { readonly tensors: readonly SourceTensor[]; reader(file: string): RandomAccessFile },
): Promise<Found[]> {
  const used = new Set(plan.entries.flatMap(entrySources));
  const found: Found[] = [];
  for (const tensor of checkpoint.tensors) {
    if (!used.has(tensor.name)) continue;
    const size = bytesPerElement(tensor.dtype);
    if (size === undefined) continue;
    const counts: NonFinite = { nan: 0, infinite: 0, first: Infinity };
    const file = checkpoint.reader(tensor.file);
    for (let at = tensor.begin; at < tensor.end; at += panelBytes) {
      const bytes = await file.read(at, Math.min(panelBytes, tensor.end - at));
      countNonFinite(bytes.slice(), tensor.dtype, (at - tensor.begin) / size, counts);
    }
    if (counts.nan + counts.infinite > 0) found.push({ tensor, ...counts });
  }
  return found;
}

/** The error for a checkpoint in which the conversion met NaN or infinity. */
export async function explainNonFinite(
  plan: WeightPlan,
  checkpoint: {
    readonly directory: string;
    readonly tensors: readonly SourceTensor[];
    reader(file: string): RandomAccessFile;
  },
  cause?: unknown,
): Promise<UserError> {
  const found = await findNonFinite(plan, checkpoint);
  const remedy =
    "Download or export the checkpoint again; to take the values over as they are, pass --allow-nonfinite.";
  if (found.length === 0) {
    // All that is stored is finite, so it can only be a sum that no longer fits its type.
    return new UserError(
      `A merged weight of ${checkpoint.directory} is too large for its type and would become infinite.`,
      "Check the scale of the merge in the plan, or merge and store the weights in float32 first.",
      { cause },
    );
  }
  const list = found.slice(0, named).map(describe).join("; ");
  const more = found.length > named ? `; and ${found.length - named} more tensors` : "";
  const hold = found.length === 1 ? "1 tensor holds" : `${found.length} tensors hold`;
  return new NonFiniteWeightsError(
    `${checkpoint.directory}: ${hold} NaN or infinity: ${list}${more}.`,
    remedy,
    {
      cause,
    },
  );
}

function describe({ tensor, nan, infinite, first }: Found): string {
  const counts = [nan > 0 ? `${nan} NaN` : "", infinite > 0 ? `${infinite} infinite` : ""].filter(Boolean);
  const index = unravel(first, tensor.shape).join(", ");
  return `"${escapeText(tensor.name)}" in ${escapeText(tensor.file)} (${counts.join(" and ")}, the first at [${index}])`;
}
