// @ts-check

/**
 * The worst error of a tower in one way of running it.
 * @typedef {object} Worst
 * @property {string} module
 * @property {number} relativeL2
 * @property {number} floor the reference's own noise there
 * @property {number} timesFloor
 */

/**
 * One alignment, as summary.json tells it.
 * @typedef {object} Alignment
 * @property {string} reference
 * @property {number} imageSize
 * @property {string} verdict
 * @property {{used: string, line: string}} device
 * @property {{reference: string, port: string}} versions
 * @property {{total: number, compared: number, credited: number, covered: number}} coverage
 * @property {Record<string, {isolated: Worst | null, propagated: Worst | null}>} towers
 * @property {{slot: string, verdict: string, relativeL2: number | null, floor: number | null}[]} outputs
 */

/** The towers, by where their modules begin. */
const towers = { text: "text_model", vision: "vision_model" };

/**
 * @typedef {{relativeL2: number | string, floor: number, verdict: string}} Comparison
 * @typedef {{slot: string, isolated?: Comparison, propagated?: Comparison}} Slot
 * @typedef {object} Report
 * @property {string} verdict
 * @property {{used: string, line: string}} device
 * @property {{modules: {total: number, compared: number, credited: number}}} coverage
 * @property {{reference: string, slots: Slot[]}[]} layers
 * @property {Slot[]} outputs
 * @property {Record<"reference" | "port", {framework: string, version: string}>} environment
 */

/**
 * Draws from a report what the summary needs.
 * @param {Report} report @param {string} reference @param {number} imageSize
 * @returns {Alignment}
 */
export function alignmentOf(report, reference, imageSize) {
  const { modules } = report.coverage;
  const version = (/** @type {"reference" | "port"} */ side) =>
    `${report.environment[side].framework} ${report.environment[side].version}`;
  return {
    reference,
    imageSize,
    verdict: report.verdict,
    device: report.device,
    versions: { reference: version("reference"), port: version("port") },
    coverage: { ...modules, covered: modules.compared + modules.credited },
    towers: Object.fromEntries(
      Object.entries(towers).map(([tower, path]) => [
        tower,
        { isolated: worst(report, path, "isolated"), propagated: worst(report, path, "propagated") },
      ]),
    ),
    outputs: report.outputs.map(({ slot, propagated }) => ({
      slot,
      verdict: propagated?.verdict ?? "not compared",
      relativeL2: propagated ? Number(propagated.relativeL2) : null,
      floor: propagated?.floor ?? null,
    })),
  };
}

/**
 * The greatest relative L2 error below a module.
 * @param {Report} report @param {string} path @param {"isolated" | "propagated"} mode
 * @returns {Worst | null}
 */
function worst(report, path, mode) {
  /** @type {Worst | null} */
  let found = null;
  for (const { reference, slots } of report.layers) {
    if (reference !== path && !reference.startsWith(`${path}.`)) continue;
    for (const slot of slots) {
      const comparison = slot[mode];
      if (!comparison) continue;
      const relativeL2 = Number(comparison.relativeL2);
      if (found && !(relativeL2 > found.relativeL2)) continue;
      const { floor } = comparison;
      found = { module: reference, relativeL2, floor, timesFloor: relativeL2 / floor };
    }
  }
  return found;
}

/**
 * The worst of all alignments: by reference, tower and way of running it.
 * @param {readonly Alignment[]} alignments
 * @returns {{reference: string, tower: string, error: "isolated" | "propagated", worst: Worst | null}[]}
 */
export function worstOfAll(alignments) {
  const kinds = [...new Set(alignments.map(({ reference }) => reference))];
  return kinds.flatMap((reference) =>
    Object.keys(towers).flatMap((tower) =>
      /** @type {const} */ (["isolated", "propagated"]).map((error) => {
        const found = alignments
          .filter((alignment) => alignment.reference === reference)
          .flatMap((alignment) => alignment.towers[tower]?.[error] ?? [])
          .sort((a, b) => b.relativeL2 - a.relativeL2);
        return { reference, tower, error, worst: found[0] ?? null };
      }),
    ),
  );
}

/** @param {ReturnType<typeof worstOfAll>} found @returns {string[][]} rows of a table */
export function towerRows(found) {
  return [
    ["reference", "tower", "error", "worst relative L2", "noise floor", "times"],
    ...found.map(({ reference, tower, error, worst }) => [
      reference,
      tower,
      error,
      ...(worst
        ? [worst.relativeL2.toExponential(1), worst.floor.toExponential(1), worst.timesFloor.toFixed(1)]
        : ["–", "–", "–"]),
    ]),
  ];
}
