import { namePattern } from "./namePattern.js";
import type { ModelTensor, Shape, SourceTensor } from "./tensors.js";

/** Source tensors that nothing used so far, with the patterns of their names, each once. */
export interface Candidates {
  readonly sources: readonly SourceTensor[];
  readonly patterns: readonly string[];
}

export function candidates(sources: readonly SourceTensor[]): Candidates {
  return { sources, patterns: [...new Set(sources.map((source) => namePattern(source.name)))] };
}

/** Sorts sources by their sizes in any order: what a rename, with or without a transposition, could bring to a shape. */
export function candidatesBySize(sources: readonly SourceTensor[]): (shape: Shape) => Candidates {
  const key = (shape: Shape): string => shape.map(String).sort().join();
  const groups = new Map<string, SourceTensor[]>();
  for (const source of sources) {
    const group = groups.get(key(source.shape));
    if (group === undefined) groups.set(key(source.shape), [source]);
    else group.push(source);
  }
  const found = new Map([...groups].map(([size, group]) => [size, candidates(group)]));
  return (shape) => found.get(key(shape)) ?? candidates([]);
}

/** Says which rule would fill `wanted`, with the tensors at hand that could be meant. */
export function renameHint(wanted: ModelTensor, { sources, patterns }: Candidates): string {
  if (sources.length === 0) {
    return "No tensor of its size is left over: check that the checkpoint belongs to this model.";
  }
  const prefixed = sources.find((source) => source.name.endsWith(`.${wanted.name}`));
  if (prefixed !== undefined) {
    const prefix = prefixed.name.slice(0, -wanted.name.length);
    return `If the prefix \`${prefix}\` is all that differs, write \`- rename: "${prefix}{rest...}"\` with \`to: "{rest...}"\`.`;
  }
  const unprefixed = sources.find((source) => wanted.name.endsWith(`.${source.name}`));
  if (unprefixed !== undefined) {
    const prefix = wanted.name.slice(0, -unprefixed.name.length);
    return `If the prefix \`${prefix}\` is all that differs, write \`- rename: "{rest...}"\` with \`to: "${prefix}{rest...}"\`.`;
  }
  const list = patterns.slice(0, 4).map((name) => `\`${name}\``);
  const more = patterns.length > 4 ? ` and ${patterns.length - 4} more` : "";
  return `Left over in its size: ${list.join(", ")}${more}. Write \`- rename: <source name>\` with \`to: ${JSON.stringify(wanted.name)}\`.`;
}
