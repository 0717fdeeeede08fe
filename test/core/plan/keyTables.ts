import { readFileSync } from "node:fs";

import { moduleTree, type ModuleTree, type ParameterEntry } from "../../../src/core/modules/moduleTree.js";

interface Pattern {
  readonly pattern: string;
  readonly shape: readonly number[];
  readonly kind: string;
  readonly count: number;
}

/** Key patterns of real checkpoints: model label to patterns; see shared/vectors/README.md, whose table these counts come from. */
export const keyTables = JSON.parse(
  readFileSync(new URL("../../fixtures/plan/model-keys.json", import.meta.url), "utf8"),
) as Record<string, { readonly patterns: readonly Pattern[] }>;

export interface Key {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: string;
}

const statistics = new Set(["running_mean", "running_var", "num_batches_tracked"]);

/**
 * All keys of a model. Patterns stand for `count` indices; two patterns that share a text (first and later blocks of a stage) follow
 * each other, which is enough here: what matters is one key for each tensor.
 */
export function keysOf(model: string): Key[] {
  const taken = new Set<string>();
  return (keyTables[model]?.patterns ?? []).flatMap(({ pattern, shape, kind, count }) => {
    const keys: Key[] = [];
    for (let index = 0; keys.length < count; index += 1) {
      const name = withIndex(pattern, index);
      if (taken.has(name)) continue;
      taken.add(name);
      keys.push({ name, shape, kind });
    }
    return keys;
  });
}

/** Spreads one running number over the `{N}` of a pattern; with several of them the last ones vary first. */
function withIndex(pattern: string, index: number): string {
  const places = pattern.split("{N}").length - 1;
  const digits = Array.from({ length: places }, (_, place) =>
    place === 0
      ? Math.floor(index / 100 ** (places - 1))
      : Math.floor(index / 100 ** (places - 1 - place)) % 100,
  );
  return pattern.replaceAll("{N}", () => String(digits.shift() ?? 0));
}

/** The reference's module tree, made from the keys and their kinds alone. */
export function sourceTree(keys: readonly Key[]): ModuleTree {
  return build(keys, "torch", (key) => key.shape);
}

/** What `.parametrizations.weight.original` and its factors are computed into. */
export const mergedName = (name: string): string =>
  name.replace(/\.parametrizations\.weight\..*$/, ".weight");

/** The keys after the LoRA factors were merged: plain weights under plain names. */
export function withoutLora(keys: readonly Key[]): Key[] {
  return keys.filter((key) => key.kind !== "LoRA").map((key) => ({ ...key, name: mergedName(key.name) }));
}

/** The reference's tree as it is recorded where `torch.nn.utils.parametrize` adds LoRA to Linear and, in the other order, to Embedding. */
export function loraTree(keys: readonly Key[]): ModuleTree {
  const tree = sourceTree(withoutLora(keys));
  const parametrized = keys.filter((key) => key.name.endsWith(".parametrizations.weight.original"));
  const parts = keys.filter((key) => key.name.includes(".parametrizations."));
  const owner = (name: string): string => name.split(".").slice(0, -1).join(".");
  const computed = new Set(parametrized.map((key) => mergedName(key.name)));
  return moduleTree.parse({
    ...tree,
    modules: [
      ...tree.modules,
      ...parametrized.flatMap((key) => {
        const list = owner(key.name);
        return [
          { path: owner(list), kind: "ModuleDict", class: "torch.nn.modules.container.ModuleDict" },
          { path: list, kind: "ModuleList", class: "torch.nn.utils.parametrize.ParametrizationList" },
          { path: `${list}.0`, kind: "Module", class: "own.Lora" },
        ];
      }),
    ],
    parameters: [
      ...tree.parameters.filter((entry) => !computed.has(entry.name)),
      ...parts.map((key) => ({
        name: key.name,
        module: owner(key.name),
        shape: [...key.shape],
        dtype: "float32",
        trainable: true,
        use: "unknown",
      })),
    ],
    parametrizations: parametrized.map((key) => {
      const list = owner(key.name);
      const [a, b] = [`${list}.0.lora_A`, `${list}.0.lora_B`];
      const [left, right] = key.kind === "Embedding" ? [a, b] : [b, a];
      const merge = { original: key.name, left, right, scale: 1, evidence: "measured as 1" };
      const module = owner(mergedName(key.name));
      return { name: mergedName(key.name), module, classes: ["own.Lora"], parts: [key.name, a, b], merge };
    }),
  });
}

/** A port with the same names that holds every matrix of F.linear as Paddle does, [in, out]. */
export function targetTree(keys: readonly Key[]): ModuleTree {
  return build(keys, "paddle", (key) => (isLinear(key) ? [...key.shape].reverse() : key.shape));
}

export const isLinear = (key: Key): boolean =>
  key.shape.length === 2 && (key.kind === "Linear" || key.kind === "MHA.in_proj");

function build(
  keys: readonly Key[],
  framework: "torch" | "paddle",
  shapeOf: (key: Key) => readonly number[],
): ModuleTree {
  const kinds = new Map<string, string>([["", "Module"]]);
  const owner = (name: string): string => name.split(".").slice(0, -1).join(".");
  for (const key of keys) {
    for (let path = owner(key.name); path !== ""; path = owner(path))
      kinds.set(path, kinds.get(path) ?? "Module");
  }
  for (const key of keys) {
    const kind = layerKind(key, framework);
    if (kind !== undefined) kinds.set(owner(key.name), kind);
  }
  const entries = keys.map((key) => {
    const leaf = key.name.slice(owner(key.name).length).replace(/^\./, "");
    const paddleNames: Record<string, string> = { running_mean: "_mean", running_var: "_variance" };
    const local = framework === "paddle" ? (paddleNames[leaf] ?? leaf) : leaf;
    const module = owner(key.name);
    return {
      leaf,
      name: module === "" ? local : `${module}.${local}`,
      module,
      shape: [...shapeOf(key)],
      dtype: "float32",
      use: useOf(key),
    };
  });
  return moduleTree.parse({
    schemaVersion: 1,
    kind: "paddle-port/module-tree",
    framework,
    origin: "recorded",
    model: `keys:${framework}`,
    modules: [...kinds].map(([path, kind]) => ({
      path,
      kind,
      class: kind === "Module" ? "model.Part" : `${framework}.nn.${kind}`,
    })),
    parameters: entries
      .filter((entry) => !statistics.has(entry.leaf))
      .map(({ leaf: _, ...entry }) => ({ ...entry, trainable: true })),
    buffers: entries
      .filter(
        (entry) =>
          statistics.has(entry.leaf) && !(framework === "paddle" && entry.leaf === "num_batches_tracked"),
      )
      .map(({ leaf: _, use: __, ...entry }) => ({ ...entry, persistent: true })),
  });
}

/** The kind of the owner of a weight; biases and raw parameters say nothing about it. */
function layerKind(key: Key, framework: "torch" | "paddle"): string | undefined {
  if (key.name.includes(".parametrizations.")) return "ParametrizationList";
  const leaf = key.name.split(".").at(-1) ?? "";
  if (key.kind === "MHA.in_proj") return framework === "torch" ? "MultiheadAttention" : "Module";
  if (statistics.has(leaf)) return "BatchNorm2d";
  if (leaf !== "weight") return undefined;
  return { Linear: "Linear", Embedding: "Embedding", Conv: "Conv2d", Norm: "LayerNorm" }[key.kind];
}

function useOf(key: Key): ParameterEntry["use"] {
  if (key.kind === "Param:x@W") return "x@W";
  if (key.kind === "MHA.in_proj") return "linear";
  return key.kind.startsWith("Param") || key.kind === "bias" || key.kind === "LoRA"
    ? "elementwise"
    : "unknown";
}
