import type { InputTensor } from "../../../core/align/tensorValues.js";
import { UserError } from "../../../core/util/userError.js";
import type { CaptureRequest } from "./request.js";
import type { Ort, OrtTensor, OrtValueInfo } from "./runtime.js";

/**
 * The tensors to feed, checked against what the model declares.
 * @throws UserError naming every input that is missing or of another kind
 */
export function feedsFor(
  ort: Ort,
  request: CaptureRequest,
  wanted: readonly OrtValueInfo[],
  given: readonly InputTensor[],
): Record<string, OrtTensor> {
  const { model, spec } = request;
  const byName = new Map(given.map((input) => [input.name, input]));
  const has = `the model takes ${list(wanted.map(({ name }) => name))}, the specification gives ${list([...byName.keys()])}`;
  const unknown = Object.keys(request.feeds).filter((name) => !wanted.some((input) => input.name === name));
  const missing = wanted.filter(({ name }) => !byName.has(inputFor(request, name)));
  if (unknown.length + missing.length > 0) {
    const what =
      missing.length > 0
        ? `nothing is given for ${list(missing.map(({ name }) => name))}`
        : `there is no input ${list(unknown)}`;
    throw new UserError(
      `${spec}: the inputs do not fit ${model}: ${what} (${has}).`,
      "Name them under `inputs:` of the reference, as `input of the model: input of the specification`.",
    );
  }
  const feeds: Record<string, OrtTensor> = {};
  for (const info of wanted) {
    const input = byName.get(inputFor(request, info.name));
    if (!input) continue;
    const wrong = mismatch(info, input);
    if (wrong !== undefined) {
      throw new UserError(
        `${spec}: the input ${input.name} does not fit ${model}: it is ${describe(input.dtype, input.shape)}, the model takes ${wrong} for ${info.name}.`,
        "Correct the input, or export the model with `dynamic_axes` or `dynamic_shapes` for what varies.",
      );
    }
    feeds[info.name] = new ort.Tensor(input.dtype, viewOf(input), input.shape);
  }
  return feeds;
}

/** The input of the specification that an input of the graph is fed with. */
export function inputFor(request: CaptureRequest, name: string): string {
  return request.feeds[name] ?? request.arguments[name] ?? name;
}

function mismatch(info: OrtValueInfo, input: InputTensor): string | undefined {
  if (!info.isTensor) return "no tensor";
  const shape = info.shape ?? [];
  const fits =
    info.type === input.dtype &&
    shape.length === input.shape.length &&
    shape.every((size, axis) => typeof size === "string" || size === input.shape[axis]);
  return fits ? undefined : describe(info.type ?? "", shape);
}

function describe(dtype: string, shape: readonly (number | string)[]): string {
  return `${dtype} [${shape.map((size) => (size === "" ? "?" : String(size))).join(", ")}]`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}

function viewOf({ dtype, data }: InputTensor): ArrayBufferView {
  const { buffer, byteOffset, byteLength } = data;
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    case "float64":
      return new Float64Array(buffer, byteOffset, byteLength / 8);
    case "float16":
      return new Uint16Array(buffer, byteOffset, byteLength / 2);
    case "int64":
      return new BigInt64Array(buffer, byteOffset, byteLength / 8);
    case "int32":
      return new Int32Array(buffer, byteOffset, byteLength / 4);
    case "int16":
      return new Int16Array(buffer, byteOffset, byteLength / 2);
    case "int8":
      return new Int8Array(buffer, byteOffset, byteLength);
    default:
      return data;
  }
}
