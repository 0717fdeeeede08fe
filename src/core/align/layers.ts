import type { CapturedCall, CapturedTensor, CaptureManifest, IsolatedCall } from "./capture.js";
import { compareValues, type Metrics } from "./metrics.js";
import { sizeOf, type Values } from "./tensorValues.js";
import { bandOf, judge, worst, type Band, type Verdict } from "./verdict.js";

/** Gives the tensors of one capture, one at a time. */
export interface TensorReader {
  read(tensor: CapturedTensor): Promise<Values>;
}

/** One side of an alignment. */
export interface Capture {
  readonly manifest: CaptureManifest;
  readonly tensors: TensorReader;
}

/** An output of the reference against the same output of the port. */
export interface Comparison extends Band {
  readonly verdict: Verdict;
  readonly metrics: Metrics;
  /** Relative L2 at real tokens and at padding, where the mask tells them apart. */
  readonly byMask?: { readonly real: number; readonly padding: number };
}

export interface SlotResult {
  readonly slot: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isolated?: Comparison;
  readonly propagated?: Comparison;
  /** What stands in the way of a comparison: another shape, no such output. */
  readonly mismatch?: string;
}

/** One call of one module. */
export interface LayerResult {
  readonly reference: string;
  readonly port: string;
  readonly class: string;
  readonly portClass: string | undefined;
  readonly occurrence: number;
  readonly order: number;
  readonly began: number;
  readonly slots: readonly SlotResult[];
  /** Undefined where nothing could be compared. */
  readonly isolated: Verdict | undefined;
  readonly propagated: Verdict | undefined;
  /** Why something was not compared, or why it is wrong beyond numbers. */
  readonly notes: readonly string[];
}

export interface CompareOptions {
  /** Module path of the reference → of the port. */
  readonly portPath: (reference: string) => string;
  readonly factor: number;
  /** Values of the mask input, [batch, positions]; 0 marks padding. */
  readonly mask?: { readonly shape: readonly number[]; readonly values: Values };
  readonly onLayer?: (done: number, total: number, module: string) => void;
}

/** Compares all calls that the reference recorded, in the order in which they ended. */
export async function compareLayers(
  reference: Capture,
  port: Capture,
  options: CompareOptions,
): Promise<LayerResult[]> {
  const live = new Map(port.manifest.calls.map((call) => [keyOf(call.module, call.occurrence), call]));
  const alone = new Map(
    port.manifest.isolated?.calls.map((call) => [keyOf(call.reference, call.occurrence), call]) ?? [],
  );
  const compare = comparer(reference, port, options);
  const { calls } = reference.manifest;
  const results: LayerResult[] = [];
  for (const call of calls) {
    const path = options.portPath(call.module);
    results.push(
      await compareCall(
        call,
        path,
        live.get(keyOf(path, call.occurrence)),
        alone.get(keyOf(call.module, call.occurrence)),
        compare,
      ),
    );
    options.onLayer?.(results.length, calls.length, call.module);
  }
  return results;
}

/** Compares the outputs of the whole models. */
export async function compareOutputs(
  reference: Capture,
  port: Capture,
  options: CompareOptions,
): Promise<SlotResult[]> {
  const compare = comparer(reference, port, options);
  const results: SlotResult[] = [];
  for (const output of reference.manifest.outputs) {
    const outcome = await compare(output, port.manifest.outputs, output.noise?.propagated);
    const { slot, shape, dtype } = output;
    results.push(
      typeof outcome === "string"
        ? { slot, shape, dtype, mismatch: outcome }
        : { slot, shape, dtype, propagated: outcome },
    );
  }
  return results;
}

type Compare = (
  reference: CapturedTensor,
  port: readonly CapturedTensor[],
  noise: number | undefined,
) => Promise<Comparison | string>;

async function compareCall(
  call: CapturedCall,
  path: string,
  live: CapturedCall | undefined,
  alone: IsolatedCall | undefined,
  compare: Compare,
): Promise<LayerResult> {
  const notes: string[] = [...(call.notes ?? [])];
  if (!live) notes.push(`the port never calls ${path === "" ? "its model" : path}`);
  if (alone?.error !== undefined) notes.push(`not run in isolation: ${alone.error}`);
  const slots: SlotResult[] = [];
  for (const output of call.outputs) {
    const { slot, shape, dtype, noise } = output;
    const found = {
      isolated:
        alone && alone.error === undefined
          ? await compare(output, alone.outputs, noise?.isolated ?? noise?.propagated)
          : undefined,
      propagated: live ? await compare(output, live.outputs, noise?.propagated) : undefined,
    };
    const mismatch = [found.isolated, found.propagated].find((outcome) => typeof outcome === "string");
    slots.push({
      slot,
      shape,
      dtype,
      ...(found.isolated && typeof found.isolated !== "string" ? { isolated: found.isolated } : {}),
      ...(found.propagated && typeof found.propagated !== "string" ? { propagated: found.propagated } : {}),
      ...(mismatch === undefined ? {} : { mismatch }),
    });
    if (mismatch !== undefined) notes.push(mismatch);
    notes.push(...notFiniteNotes(slots.at(-1)));
  }
  return {
    reference: call.module,
    port: path,
    class: call.class,
    portClass: live?.class,
    occurrence: call.occurrence,
    order: call.order,
    began: call.began,
    slots,
    isolated: alone?.error === undefined && alone ? overall(slots, "isolated") : undefined,
    propagated: live ? overall(slots, "propagated") : undefined,
    notes,
  };
}

function notFiniteNotes(slot: SlotResult | undefined): string[] {
  const found = slot?.isolated ?? slot?.propagated;
  if (!slot || !found || found.metrics.notFinite.differing === 0) return [];
  const { differing, port } = found.metrics.notFinite;
  return [
    `output ${slot.slot} of the port has ${String(port)} values that are NaN or infinite, ${String(differing)} of them unlike the reference`,
  ];
}

function overall(slots: readonly SlotResult[], mode: "isolated" | "propagated"): Verdict | undefined {
  if (slots.length === 0) return undefined;
  return worst(slots.map((slot) => slot[mode]?.verdict ?? "structural"));
}

/** Compares tensors, each pair of stored tensors once: a container often returns what its last module returned. */
function comparer(reference: Capture, port: Capture, options: CompareOptions): Compare {
  const known = new Map<string, { metrics: Metrics; byMask?: { real: number; padding: number } }>();
  return async (given, candidates, noise) => {
    const other = candidates.find(({ slot }) => slot === given.slot);
    if (!other) {
      const has = candidates.map(({ slot }) => slot).join(", ");
      return `the port returns no output ${given.slot} (it returns ${has === "" ? "no tensor" : has})`;
    }
    if (given.shape.join() !== other.shape.join()) {
      return `output ${given.slot} has the shape [${given.shape.join(", ")}] in the reference and [${other.shape.join(", ")}] in the port`;
    }
    const key = `${given.key} ${other.key}`;
    let found = known.get(key);
    if (!found) {
      const values = await reference.tensors.read(given);
      const others = await port.tensors.read(other);
      const byMask = maskedErrors(values, others, given.shape, options.mask);
      found = { metrics: compareValues(values, others, given.shape), ...(byMask ? { byMask } : {}) };
      known.set(key, found);
    }
    const band = bandOf(noise, options.factor, !given.dtype.startsWith("float"));
    const { relativeL2, notFinite } = found.metrics;
    return { ...band, ...found, verdict: judge(relativeL2, notFinite.differing, band) };
  };
}

function maskedErrors(
  values: Values,
  others: Values,
  shape: readonly number[],
  mask: CompareOptions["mask"],
): { real: number; padding: number } | undefined {
  if (!mask || shape.length < 2 || shape[0] !== mask.shape[0] || shape[1] !== mask.shape[1]) return undefined;
  const width = sizeOf(shape.slice(2));
  const real = (flat: number): boolean => mask.values[Math.floor(flat / width)] !== 0;
  return {
    real: compareValues(values, others, shape, real).relativeL2,
    padding: compareValues(values, others, shape, (flat) => !real(flat)).relativeL2,
  };
}

function keyOf(module: string, occurrence: number): string {
  return `${String(occurrence)} ${module}`;
}
