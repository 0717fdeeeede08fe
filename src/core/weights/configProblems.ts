import { isMerged, type WeightPlan } from "./plan.js";
import { escapeText } from "./safetensors/escapeText.js";

/** A tensor of the checkpoint, as far as a configuration speaks of it. */
interface SizedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

type Settings = Readonly<Record<string, unknown>>;

const widths = ["hidden_size", "n_embd", "d_model", "embed_dim", "width"];
const depths = ["num_hidden_layers", "n_layer"];

/**
 * What a config.json (Hugging Face's, also with nested `text_config` and the like) says that cannot be true of a checkpoint. Only
 * contradictions count: a size is compared with all sizes there are, so that models of any architecture pass.
 * @param plan gives the scale of merged LoRA, if there is any
 * @returns one sentence each, naming both numbers
 */
export function configProblems(
  config: unknown,
  tensors: readonly SizedTensor[],
  plan?: WeightPlan,
): string[] {
  const problems: string[] = [];
  for (const { path, settings } of sections(config, "")) {
    const at = (key: string): string => escapeText(path === "" ? key : `${path}.${key}`);
    for (const key of ["vocab_size"]) {
      const size = positive(settings[key]);
      if (size === undefined || tensors.some(({ shape }) => shape.length === 2 && shape.includes(size)))
        continue;
      const tallest = tensors
        .filter(({ shape }) => shape.length === 2)
        .sort((a, b) => (b.shape[0] ?? 0) - (a.shape[0] ?? 0))[0];
      if (tallest === undefined) continue;
      problems.push(
        `${at(key)} is ${size}, but no matrix has ${size} rows; the one with the most is "${escapeText(tallest.name)}" [${tallest.shape.join(", ")}]`,
      );
    }
    for (const key of widths) {
      const size = positive(settings[key]);
      if (size === undefined || tensors.some(({ shape }) => shape.includes(size))) continue;
      const usual = commonest(tensors.flatMap(({ shape }) => shape.slice(-1)));
      problems.push(`${at(key)} is ${size}, but no tensor has a dimension of ${size}; most end in ${usual}`);
    }
    for (const key of ["intermediate_size"]) {
      const size = positive(settings[key]);
      if (size === undefined || tensors.some(({ shape }) => shape.includes(size) || shape.includes(2 * size)))
        continue;
      problems.push(`${at(key)} is ${size}, but no tensor has a dimension of ${size}`);
    }
    // Layers that share their weights (ALBERT) are stored once.
    for (const key of "num_hidden_groups" in settings ? [] : depths) {
      const count = positive(settings[key]);
      const found = blockCounts(tensors);
      if (count === undefined || found.size === 0 || [...found.values()].includes(count)) continue;
      const list = [...found].slice(0, 3).map(([name, blocks]) => `${blocks} in "${escapeText(name)}"`);
      problems.push(
        `${at(key)} is ${count}, but the checkpoint has other numbers of blocks: ${list.join(", ")}`,
      );
    }
    problems.push(...loraProblems(settings, at, tensors, plan));
  }
  return problems;
}

function loraProblems(
  settings: Settings,
  at: (key: string) => string,
  tensors: readonly SizedTensor[],
  plan: WeightPlan | undefined,
): string[] {
  const { lora_rank: rank, lora_alpha: alpha } = settings;
  const entry = plan?.entries.find(isMerged);
  const merge = entry?.pieces.find((piece) => piece.merge)?.merge;
  if (merge === undefined || typeof rank !== "number") return [];
  const stored = tensors.find((tensor) => tensor.name === merge.left)?.shape.at(-1);
  if (stored !== undefined && stored !== rank)
    return [`${at("lora_rank")} is ${rank}, but "${escapeText(merge.left)}" has rank ${stored}`];
  if (typeof alpha !== "number" || Math.abs(alpha / rank - merge.scale) < 1e-9) return [];
  return [
    `${at("lora_alpha")} / ${at("lora_rank")} is ${alpha} / ${rank} = ${alpha / rank}, but the plan merges with the scale ${merge.scale}`,
  ];
}

/** The object itself and the configurations nested in it. */
function* sections(value: unknown, path: string): Generator<{ path: string; settings: Settings }> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  yield { path, settings: value as Settings };
  for (const [key, inner] of Object.entries(value)) {
    if (/_(config|kwargs)$/.test(key)) yield* sections(inner, path === "" ? key : `${path}.${key}`);
  }
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 1 ? value : undefined;
}

/** How many numbered blocks follow each name that has such: `encoder.layer` has 12. */
function blockCounts(tensors: readonly SizedTensor[]): Map<string, number> {
  const highest = new Map<string, number>();
  for (const { name } of tensors) {
    for (const found of name.matchAll(/\.(\d+)(?=\.)/g)) {
      const before = name.slice(0, found.index);
      if (before === "" || /(^|\.)parametrizations\.[^.]+$/.test(before)) continue;
      highest.set(before, Math.max(highest.get(before) ?? 0, Number(found[1]) + 1));
    }
  }
  return highest;
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
