import { UserError } from "../../util/userError.js";
import { entrySources, type WeightPlan } from "../plan.js";
import { elementCount } from "../safetensors/dtypes.js";
import type { RandomAccessFile } from "../safetensors/reader.js";
import type { SourceTensor } from "./bands.js";
import { compareTensor, defaultCompareLimits } from "./compareTensor.js";
import { prepareConversion, targetMetadata } from "./prepare.js";
import { unravel } from "./unravel.js";

/** A checkpoint whose data can be read. */
export interface ReadableCheckpoint {
  readonly tensors: readonly SourceTensor[];
  readonly headerSha256: string;
  readonly files: readonly { readonly name: string; readonly metadata: ReadonlyMap<string, string> }[];
  reader(file: string): RandomAccessFile;
}

/** The first element of a tensor that is not what the plan says. */
export interface FirstDifference {
  /** Its index in the target tensor. */
  readonly index: readonly number[];
  /** Its bytes in file order, as hexadecimal. */
  readonly expected: string;
  readonly found: string;
}

export interface TensorVerdict {
  readonly name: string;
  readonly operation: string;
  readonly sources: readonly string[];
  readonly elements: number;
  readonly verdict: "equal" | "different" | "missing" | "unexpected" | "wrong type";
  /** Elements that differ. */
  readonly differing: number;
  readonly first?: FirstDifference;
  /** In words, unless equal. */
  readonly detail?: string;
}

export interface VerifyReport {
  readonly tensors: readonly TensorVerdict[];
  /** What is wrong with the output beside its tensors. */
  readonly problems: readonly string[];
  readonly equal: boolean;
}

/**
 * Compares a converted checkpoint with its source, completely.
 * @param onTensor called after each tensor with the number done and the number in all
 * @throws UserError when the plan does not fit the source checkpoint
 */
export async function verifyConversion(
  plan: WeightPlan,
  source: ReadableCheckpoint,
  output: ReadableCheckpoint,
  onTensor?: (done: number, total: number) => void,
): Promise<VerifyReport> {
  prepareConversion(plan, source);
  const sources = new Map(source.tensors.map((tensor) => [tensor.name, tensor]));
  const written = new Map(output.tensors.map((tensor) => [tensor.name, tensor]));
  const find = (name: string): { tensor: SourceTensor; file: RandomAccessFile } => {
    const tensor = sources.get(name);
    if (tensor === undefined)
      throw new UserError(`The checkpoint has no tensor "${name}".`, "Make the plan again.");
    return { tensor, file: source.reader(tensor.file) };
  };
  const tensors: TensorVerdict[] = [];
  for (const entry of plan.entries) {
    const base = {
      name: entry.target,
      operation: entry.operation,
      sources: entrySources(entry),
      elements: elementCount(entry.shape),
      differing: 0,
    };
    const found = written.get(entry.target);
    const wanted = `${entry.dtype} [${entry.shape.join(", ")}]`;
    const given = found === undefined ? "" : `${found.dtype} [${found.shape.join(", ")}]`;
    if (found === undefined) {
      tensors.push({ ...base, verdict: "missing", detail: "the output does not have it" });
    } else if (wanted !== given) {
      tensors.push({ ...base, verdict: "wrong type", detail: `it is ${given}, the plan says ${wanted}` });
    } else {
      const place = { begin: found.begin, end: found.end, file: output.reader(found.file) };
      const {
        count,
        first,
        expected,
        found: bytes,
      } = await compareTensor(entry, place, find, defaultCompareLimits);
      if (count === 0) {
        tensors.push({ ...base, verdict: "equal" });
      } else {
        const index = unravel(first, entry.shape);
        const detail = `${count} of ${base.elements} elements differ, the first at [${index.join(", ")}]`;
        tensors.push({
          ...base,
          verdict: "different",
          differing: count,
          first: { index, expected, found: bytes },
          detail,
        });
      }
    }
    onTensor?.(tensors.length, plan.entries.length);
  }
  const planned = new Set(plan.entries.map((entry) => entry.target));
  for (const tensor of output.tensors) {
    if (planned.has(tensor.name)) continue;
    const base = {
      name: tensor.name,
      operation: "",
      sources: [],
      elements: elementCount(tensor.shape),
      differing: 0,
    };
    tensors.push({ ...base, verdict: "unexpected", detail: "the plan does not have it" });
  }
  const problems = checkMetadata(output);
  const equal = problems.length === 0 && tensors.every((tensor) => tensor.verdict === "equal");
  return { tensors, problems, equal };
}

function checkMetadata(output: ReadableCheckpoint): string[] {
  const problems: string[] = [];
  for (const { name, metadata } of output.files) {
    for (const [key, value] of targetMetadata) {
      if (metadata.get(key) !== value)
        problems.push(`${name}: __metadata__.${key} is not "${value}", so PaddleNLP will not load it`);
    }
  }
  return problems;
}
