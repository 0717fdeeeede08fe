import { moduleTree, type ModuleTree } from "../../../src/core/modules/moduleTree.js";
import { inferPlan } from "../../../src/core/weights/inference/inferPlan.js";
import type { CheckpointSummary } from "../../../src/core/weights/inference/tensors.js";
import type { WeightPlan } from "../../../src/core/weights/plan.js";

export type Module = readonly [path: string, kind: string, className?: string];
export type Tensor = readonly [
  name: string,
  shape: readonly (number | string)[],
  more?: Partial<ModuleTree["parameters"][number]>,
];

/** A tree written out by hand; the owner of a tensor is the longest module path that its name begins with. */
export function tree(
  framework: "torch" | "paddle",
  modules: readonly Module[],
  parameters: readonly Tensor[],
  buffers: readonly (readonly [string, readonly number[], boolean])[] = [],
): ModuleTree {
  const paths = ["", ...modules.map(([path]) => path)];
  const owner = (name: string): string =>
    paths
      .filter((path) => path === "" || name.startsWith(`${path}.`))
      .sort((a, b) => b.length - a.length)[0] ?? "";
  return moduleTree.parse({
    schemaVersion: 1,
    kind: "paddle-port/module-tree",
    framework,
    origin: "recorded",
    model: `hand:${framework}`,
    modules: [
      { path: "", class: "hand.Model", kind: "Module" },
      ...modules.map(([path, kind, className]) => ({
        path,
        kind,
        class: className ?? `${framework}.nn.${kind}`,
      })),
    ],
    parameters: parameters.map(([name, shape, more]) => ({
      name,
      module: owner(name),
      shape,
      dtype: "float32",
      trainable: true,
      ...more,
    })),
    buffers: buffers.map(([name, shape, persistent]) => ({
      name,
      module: owner(name),
      shape,
      dtype: "float32",
      persistent,
    })),
  });
}

export const checkpoint = (tensors: Record<string, readonly number[]>, dtype = "F32"): CheckpointSummary => ({
  headerSha256: "0".repeat(64),
  tensors: Object.entries(tensors).map(([name, shape]) => ({ name, shape, dtype })),
});

export const plan = (source: ModuleTree, target: ModuleTree, given?: CheckpointSummary): WeightPlan =>
  inferPlan({ source, target, checkpoint: given, producer: "test" });

/** What happens to each target, by name. */
export const operations = (made: WeightPlan): Record<string, "keep" | "transpose"> =>
  Object.fromEntries(
    made.entries.map((entry) => [entry.target, entry.pieces[0]?.transpose ? "transpose" : "keep"]),
  );
