import type { CapturedTensor } from "../../../core/align/capture.js";
import { compareValues } from "../../../core/align/metrics.js";
import { withOutputs, withRoundedCopies } from "../../../core/align/onnx/edit.js";
import type { OnnxModel } from "../../../core/align/onnx/model.js";
import type { ModuleCall } from "../../../core/align/onnx/moduleCalls.js";
import { valuesOf } from "../../../core/align/tensorValues.js";
import type { Ort, OrtTensor } from "./runtime.js";
import { createSession, fetchAll, firstLine, type SessionOptions } from "./session.js";
import type { TensorStore } from "./tensorStore.js";

export interface NoiseSetting {
  readonly ort: Ort;
  readonly bytes: Uint8Array;
  readonly model: OnnxModel;
  readonly calls: readonly ModuleCall[];
  readonly feeds: Readonly<Record<string, OrtTensor>>;
  /** What the first run gave, by name. */
  readonly values: ReadonlyMap<string, CapturedTensor>;
  /** The values among them that are no outputs of the model. */
  readonly promoted: readonly string[];
  readonly store: TensorStore;
  readonly setting: SessionOptions;
  readonly progress: (fields: { stage: string; module: string; done: number; total: number }) => void;
}

/** Relative L2 distances of values from themselves. */
export interface Noise {
  /** In the whole model, by name. */
  readonly propagated: ReadonlyMap<string, number>;
  /** With the module's inputs as they were, by `module name`. */
  readonly isolated: ReadonlyMap<string, number>;
  /** In words; a method that failed begins with "not: ". */
  readonly methods: readonly string[];
}

/**
 * Where a change of the last place grows beyond this, something discrete has flipped (a comparison, an argmax): that is
 * no rounding, and taken for a floor it would let anything pass.
 */
const mostNoise = 1e-4;

/**
 * Measures how far the model is from itself. ONNX Runtime has no float64 for all operators, and threads and fusions alone
 * often change nothing, since its kernels split the work so that every sum is the same. So each module is computed again
 * from its inputs with all results at borders of modules changed in their last place, which is what another framework's
 * kernels do; and the whole model in the same way. Rounding is by half a unit at most, which float32 cannot express as a
 * change, so a whole unit is changed and half the effect is taken: effects as small as these are proportional.
 */
export async function measureNoise(given: NoiseSetting): Promise<Noise> {
  const { bytes, model, setting, promoted, values, calls } = given;
  const propagated = new Map<string, number>();
  const isolated = new Map<string, number>();
  const threads = setting.threads > 1 ? 1 : 2;
  const rounded = new Set([...values].filter(([, { dtype }]) => dtype === "float32").map(([name]) => name));
  const copies = calls.map((call, index) => ({
    prefix: `paddle_port/${String(index)}/`,
    nodes: call.nodes,
    // The copy of the whole model has everything at borders.
    fetch: (call.path === "" ? [...promoted, ...model.outputs] : call.leaving).filter((name) =>
      rounded.has(name),
    ),
    path: call.path,
  }));
  const places = new Map(
    copies.flatMap(({ prefix, fetch, path }) =>
      fetch.map((name) => [`${prefix}${name}`, { name, path }] as const),
    ),
  );
  const trials = [
    {
      text: `a second run with the optimised graph and ${String(threads)} thread${threads === 1 ? "" : "s"}`,
      edited: () => withOutputs(bytes, promoted),
      options: { ...setting, threads, optimisation: "all" },
      names: [...promoted, ...model.outputs].filter((name) => isFloat(values.get(name))),
      part: 1,
    },
    {
      text: "each module computed again with its results changed at random in their last place, taken for half a unit",
      edited: () => withRoundedCopies(bytes, model, copies, rounded),
      options: setting,
      names: [...places.keys()],
      part: 0.5,
    },
  ] as const;
  const methods: string[] = [];
  for (const { text, edited, options, names, part } of trials) {
    try {
      const original = (fetched: string): CapturedTensor | undefined =>
        values.get(places.get(fetched)?.name ?? fetched);
      await trial(given, edited(), options, names, original, (fetched, noise) => {
        const { name, path } = places.get(fetched) ?? { name: fetched, path: "" };
        const [floors, key] = path === "" ? [propagated, name] : [isolated, noiseKey(path, name)];
        if (noise <= mostNoise) floors.set(key, Math.max(part * noise, floors.get(key) ?? 0));
      });
      methods.push(text);
    } catch (error) {
      // The other way then stands alone.
      methods.push(`not: ${text} (${firstLine(error instanceof Error ? error.message : String(error))})`);
    }
  }
  return { propagated, isolated, methods };
}

async function trial(
  { ort, feeds, store, progress }: NoiseSetting,
  edited: Uint8Array,
  options: SessionOptions,
  names: readonly string[],
  original: (fetched: string) => CapturedTensor | undefined,
  note: (fetched: string, noise: number) => void,
): Promise<void> {
  const session = await createSession(ort, edited, options);
  try {
    let done = 0;
    await fetchAll(session, feeds, names, async (fetched, tensor) => {
      progress({ stage: "noise floor", module: fetched, done: ++done, total: names.length });
      const first = original(fetched);
      if (!first || !ArrayBuffer.isView(tensor.data) || tensor.dims.join() !== first.shape.join()) return;
      const { buffer, byteOffset, byteLength } = tensor.data;
      const bytes = new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
      const second = valuesOf(first.dtype, bytes);
      note(fetched, compareValues(second, await store.read(first.key), first.shape).relativeL2);
    });
  } finally {
    await session.release();
  }
}

export function noiseKey(path: string, name: string): string {
  return `${path} ${name}`;
}

function isFloat(value: CapturedTensor | undefined): boolean {
  return value?.dtype.startsWith("float") ?? false;
}
