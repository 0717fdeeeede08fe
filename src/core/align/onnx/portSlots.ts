import type { CapturedCall, CapturedTensor, CaptureManifest } from "../capture.js";

/**
 * In a capture of an ONNX model, a tensor is known by its name in the graph: the graph does not say which argument or
 * which part of the result it is. The port's own calls do, where shapes leave no choice.
 */

/** The reference's manifest with the port's slots in place of names; what has no certain slot is left out, with a note. */
export function withPortSlots(
  reference: CaptureManifest,
  port: CaptureManifest,
  portPath: (reference: string) => string,
): CaptureManifest {
  if (reference.framework !== "onnx") return reference;
  const live = new Map<string, CapturedCall[]>();
  for (const call of port.calls) live.set(call.module, [...(live.get(call.module) ?? []), call]);
  const outputs = modelOutputs(reference.outputs, port.outputs);
  return {
    ...reference,
    outputs,
    calls: reference.calls.map((call) => {
      if (call.module === "") return { ...call, outputs };
      return resolved(call, live.get(portPath(call.module)) ?? []);
    }),
  };
}

function resolved(call: CapturedCall, live: readonly CapturedCall[]): CapturedCall {
  const [only] = live;
  // Without any call the comparison says so itself.
  if (!only) return call;
  const notes = [...(call.notes ?? [])];
  if (live.length > 1) {
    notes.push(
      `the port calls it ${String(live.length)} times, and the ONNX graph does not tell the calls apart`,
    );
    return { ...call, outputs: [], notes };
  }
  const outputs: CapturedTensor[] = [];
  for (const slot of only.outputs) {
    const fitting = call.outputs.filter((output) => alike(output, slot));
    const rivals = only.outputs.filter((other) => alike(other, slot));
    const [found] = fitting;
    if (found && fitting.length === 1 && rivals.length === 1) outputs.push({ ...found, slot: slot.slot });
    else notes.push(whyNot(slot, fitting, call.outputs));
  }
  return { ...call, outputs, notes };
}

function whyNot(
  slot: CapturedTensor,
  fitting: readonly CapturedTensor[],
  leaving: readonly CapturedTensor[],
): string {
  const output = `output ${slot.slot} [${slot.shape.join(", ")}]`;
  if (fitting.length > 0)
    return `${output} was not compared: more than one value of its shape leaves the module in the ONNX graph, or is returned by the port`;
  if (leaving.length === 0)
    return `${output} was not compared: no value that is known to be a result leaves the module`;
  const shapes = leaving.map(({ slot: name, shape }) => `${name} [${shape.join(", ")}]`).join(", ");
  return `${output} was not compared: no value of its shape leaves the module in the ONNX graph, only ${shapes}`;
}

function alike(a: CapturedTensor, b: CapturedTensor): boolean {
  return a.dtype === b.dtype && a.shape.join() === b.shape.join();
}

/** By the names that the specification gave; else in order, since exporters write outputs as the model returns them. */
function modelOutputs(
  reference: readonly CapturedTensor[],
  port: readonly CapturedTensor[],
): CapturedTensor[] {
  const slots = new Set(port.map(({ slot }) => slot));
  if (reference.every(({ slot }) => slots.has(slot)) || reference.length !== port.length)
    return [...reference];
  const named = reference.filter(({ slot }) => slots.has(slot)).map(({ slot }) => slot);
  const free = port.filter(({ slot }) => !named.includes(slot));
  return reference.map((output) => {
    if (slots.has(output.slot)) return output;
    const next = free.shift();
    return next ? { ...output, slot: next.slot } : output;
  });
}

type Holder = CaptureManifest["modules"][number];

/**
 * The modules that hold parameters, by the reference's names, for counting coverage. Folding has renamed or removed
 * parameters in the graph, so the port's modules are counted; and those of the graph that the port does not have.
 */
export function parameterHolders(
  reference: CaptureManifest,
  port: CaptureManifest,
  portPath: (reference: string) => string,
  modules: Readonly<Record<string, string>>,
): Holder[] {
  const back = new Map(Object.entries(modules).map(([from, to]) => [to, from]));
  const ported = new Set(port.modules.map(({ path }) => path));
  return [
    ...port.modules.map((module) => ({ ...module, path: back.get(module.path) ?? module.path })),
    ...reference.modules.filter(({ path }) => !ported.has(portPath(path))),
  ].filter(({ parameters }) => parameters.length > 0);
}
