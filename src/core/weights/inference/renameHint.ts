import { namePattern } from "./namePattern.js";
import type { ModelTensor, SourceTensor } from "./tensors.js";

/** Says which rule would fill `wanted`, with the tensors at hand that could be meant. */
export function renameHint(wanted: ModelTensor, candidates: readonly SourceTensor[]): string {
  const [first] = candidates;
  if (first === undefined) {
    return "No tensor of its size is left over: check that the checkpoint belongs to this model.";
  }
  const prefixed = candidates.find((source) => source.name.endsWith(`.${wanted.name}`));
  if (prefixed !== undefined) {
    const prefix = prefixed.name.slice(0, -wanted.name.length);
    return `If the prefix \`${prefix}\` is all that differs, write \`- rename: "${prefix}{rest...}"\` with \`to: "{rest...}"\`.`;
  }
  const unprefixed = candidates.find((source) => wanted.name.endsWith(`.${source.name}`));
  if (unprefixed !== undefined) {
    const prefix = wanted.name.slice(0, -unprefixed.name.length);
    return `If the prefix \`${prefix}\` is all that differs, write \`- rename: "{rest...}"\` with \`to: "${prefix}{rest...}"\`.`;
  }
  const names = [...new Set(candidates.map((source) => namePattern(source.name)))];
  const list = names.slice(0, 4).map((name) => `\`${name}\``);
  const more = names.length > 4 ? ` and ${names.length - 4} more` : "";
  return `Left over in its size: ${list.join(", ")}${more}. Write \`- rename: <source name>\` with \`to: ${JSON.stringify(wanted.name)}\`.`;
}
