import type { WeightPlan } from "../plan.js";

const captures = ["{N}", "{M}", "{K}", "{L}"];

/** A name as a rules file would match it and its like: `layer.3.mlp.0.weight` is `layer.{N}.mlp.{M}.weight`. */
export function namePattern(name: string): string {
  let count = 0;
  return name
    .split(".")
    .map((segment) => (/^\d+$/.test(segment) ? (captures[count++] ?? segment) : segment))
    .join(".");
}

/**
 * Makes one question of those that differ only in the numbers of the names in them, such as one for each block of a model; the rules
 * they propose then match all of them.
 */
export function groupQuestions(undecided: WeightPlan["undecided"]): WeightPlan["undecided"] {
  const groups = new Map<string, WeightPlan["undecided"]>();
  for (const item of undecided) {
    const key = item.question.replaceAll(
      /(["`])([^"`]*)\1/g,
      (_, mark: string, name: string) => mark + namePattern(name) + mark,
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups].map(([question, items]) => {
    const [only] = items;
    if (items.length === 1 && only !== undefined) return only;
    return {
      sources: [...new Set(items.flatMap((item) => item.sources))],
      targets: [...new Set(items.flatMap((item) => item.targets))],
      question: `${question} (The same for ${items.length}, {N} being the number of the block.)`,
    };
  });
}
