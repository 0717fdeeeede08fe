import type { ModuleTree, ParameterEntry } from "../../../src/core/modules/moduleTree.js";
import { moduleTree } from "../../../src/core/modules/moduleTree.js";

/** A tensor of integers in memory, C order. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/**
 * One layer of a toy model with what PyTorch and Paddle demand of it, written down independently of the planner: which parameters it
 * holds on each side, and what it computes from them. `probe` returns all that can be observed of the layer.
 */
export interface Layer {
  readonly path: string;
  readonly kind: string;
  readonly torch: Side;
  readonly paddle: Side;
}

export interface Side {
  readonly parameters: readonly { leaf: string; shape: readonly number[]; use?: ParameterEntry["use"] }[];
  readonly buffers?: readonly { leaf: string; shape: readonly number[]; dtype?: string }[];
  probe(read: (leaf: string) => Dense): readonly number[];
}

const at = (matrix: Dense, row: number, column: number): number =>
  matrix.data[row * (matrix.shape[1] ?? 0) + column] ?? Number.NaN;

/** Applies y = f(x) to every unit vector, so that two different matrices can never look alike. */
function unitVectors(size: number, f: (x: readonly number[]) => readonly number[]): number[] {
  return Array.from({ length: size }, (_, hot) =>
    f(Array.from({ length: size }, (__, index) => (index === hot ? 1 : 0))),
  ).flat();
}

/** y[o] = sum over i of x[i] * W[o, i]: what F.linear means in PyTorch. */
function torchLinear(weight: Dense, inputs: number, outputs: number): number[] {
  return unitVectors(inputs, (x) =>
    Array.from({ length: outputs }, (_, o) => x.reduce((sum, value, i) => sum + value * at(weight, o, i), 0)),
  );
}

/** y[o] = sum over i of x[i] * W[i, o]: x @ W in both, and F.linear in Paddle. */
function paddleLinear(weight: Dense, inputs: number, outputs: number): number[] {
  return unitVectors(inputs, (x) =>
    Array.from({ length: outputs }, (_, o) => x.reduce((sum, value, i) => sum + value * at(weight, i, o), 0)),
  );
}

export function linear(path: string, inputs: number, outputs: number, bias = true): Layer {
  const biases = bias ? [{ leaf: "bias", shape: [outputs] }] : [];
  const extra = (read: (leaf: string) => Dense): readonly number[] => (bias ? read("bias").data : []);
  return {
    path,
    kind: "Linear",
    torch: {
      parameters: [{ leaf: "weight", shape: [outputs, inputs] }, ...biases],
      probe: (read) => [...torchLinear(read("weight"), inputs, outputs), ...extra(read)],
    },
    paddle: {
      parameters: [{ leaf: "weight", shape: [inputs, outputs] }, ...biases],
      probe: (read) => [...paddleLinear(read("weight"), inputs, outputs), ...extra(read)],
    },
  };
}

/** A raw parameter used in the way that `use` says, on both sides. */
export function raw(path: string, use: "x@W" | "linear" | "W@x", inputs: number, outputs: number): Layer {
  const torchShape = use === "x@W" ? [inputs, outputs] : [outputs, inputs];
  const paddleShape = use === "W@x" ? [outputs, inputs] : [inputs, outputs];
  const compute = (stored: readonly number[]) => (read: (leaf: string) => Dense) =>
    stored[0] === outputs && use !== "x@W"
      ? torchLinear(read("proj"), inputs, outputs)
      : paddleLinear(read("proj"), inputs, outputs);
  return {
    path,
    kind: "Module",
    torch: { parameters: [{ leaf: "proj", shape: torchShape, use }], probe: compute(torchShape) },
    paddle: {
      parameters: [{ leaf: "proj", shape: paddleShape, use }],
      probe: (read) =>
        use === "W@x"
          ? torchLinear(read("proj"), inputs, outputs)
          : paddleLinear(read("proj"), inputs, outputs),
    },
  };
}

/** Layers whose tensors are read element by element in one order on both sides. */
export function plain(
  path: string,
  kind: "Embedding" | "LayerNorm" | "Conv2d" | "Elementwise",
  shape: readonly number[],
): Layer {
  const leaf = kind === "Elementwise" ? "scale" : "weight";
  const side: Side = {
    parameters: [{ leaf, shape, ...(kind === "Elementwise" && { use: "elementwise" as const }) }],
    probe: (read) => [...read(leaf).shape, ...read(leaf).data],
  };
  return { path, kind: kind === "Elementwise" ? "Module" : kind, torch: side, paddle: side };
}

export function batchNorm(path: string, size: number): Layer {
  const parameters = ["weight", "bias"].map((leaf) => ({ leaf, shape: [size] }));
  return {
    path,
    kind: "BatchNorm2d",
    torch: {
      parameters,
      buffers: [
        { leaf: "running_mean", shape: [size] },
        { leaf: "running_var", shape: [size] },
        { leaf: "num_batches_tracked", shape: [], dtype: "int64" },
      ],
      probe: (read) => ["weight", "bias", "running_mean", "running_var"].flatMap((leaf) => read(leaf).data),
    },
    paddle: {
      parameters,
      buffers: ["_mean", "_variance"].map((leaf) => ({ leaf, shape: [size] })),
      probe: (read) => ["weight", "bias", "_mean", "_variance"].flatMap((leaf) => read(leaf).data),
    },
  };
}

export const join = (path: string, leaf: string): string => (path === "" ? leaf : `${path}.${leaf}`);

/** The module tree of one side; `rename` gives a layer's path in the port. */
export function treeOf(
  layers: readonly Layer[],
  framework: "torch" | "paddle",
  rename: (path: string) => string = (path) => path,
): ModuleTree {
  const modules = new Map<string, { path: string; class: string; kind: string }>();
  const add = (path: string, kind: string): void => {
    const parent = path.split(".").slice(0, -1).join(".");
    if (path !== "" && !modules.has(parent)) add(parent, "Module");
    if (!modules.has(path))
      modules.set(path, { path, class: kind === "Module" ? "toy.Block" : `${framework}.nn.${kind}`, kind });
  };
  add("", "Module");
  const placed = layers.map((layer) => ({
    side: layer[framework],
    path: rename(layer.path),
    kind: layer.kind,
  }));
  for (const { path, kind } of placed) add(path, kind);
  return moduleTree.parse({
    schemaVersion: 1,
    kind: "paddle-port/module-tree",
    framework,
    origin: "recorded",
    model: `toy:${framework}`,
    modules: [...modules.values()],
    parameters: placed.flatMap(({ side, path }) =>
      side.parameters.map(({ leaf, ...rest }) => ({
        ...rest,
        name: join(path, leaf),
        module: path,
        dtype: "float32",
        trainable: true,
      })),
    ),
    buffers: placed.flatMap(({ side, path }) =>
      (side.buffers ?? []).map(({ leaf, shape, dtype }) => ({
        name: join(path, leaf),
        module: path,
        shape,
        dtype: dtype ?? "float32",
        persistent: true,
      })),
    ),
  });
}
