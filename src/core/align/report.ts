import { z } from "zod";

/**
 * The alignment report, `report.json`: what was compared with what, and what came of it.
 * The HTML page next to it shows the same; nothing is in one that is not in the other.
 * Numbers that are not finite are written as the strings "NaN", "Infinity" and "-Infinity".
 */

const number = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);
const verdict = z.enum(["ok", "suspect", "structural"]);

const comparison = z.object({
  verdict,
  floor: z.number(),
  floorSource: z.enum(["measured", "minimum", "assumed"]),
  tolerance: z.number(),
  structural: z.number(),
  relativeL2: number,
  oneMinusCosine: number,
  maximum: z.object({ difference: number, index: z.array(z.int()), reference: number, port: number }),
  meanDifference: number,
  notFinite: z.object({ reference: z.int(), port: z.int(), differing: z.int() }),
  /** Relative L2 at real tokens and at padding. */
  byMask: z.object({ real: number, padding: number }).optional(),
});

const slot = z.object({
  slot: z.string(),
  shape: z.array(z.int()),
  dtype: z.string(),
  isolated: comparison.optional(),
  propagated: comparison.optional(),
  mismatch: z.string().optional(),
});

const layer = z.object({
  reference: z.string(),
  port: z.string(),
  class: z.string(),
  portClass: z.string().optional(),
  occurrence: z.int(),
  order: z.int(),
  /** Names of the parameters that the module itself owns. */
  parameters: z.array(z.string()),
  isolated: verdict.optional(),
  propagated: verdict.optional(),
  notes: z.array(z.string()),
  slots: z.array(slot),
});

const probe = z.object({
  /** What was changed in a copy of the module, as a sentence. */
  hypothesis: z.string(),
  /** Relative L2 with the change; null when it cannot be run so. */
  error: z.number().nullable(),
  restores: z.boolean(),
});

/** `credited` modules count as compared ones do. */
const covered = z.object({ total: z.int(), compared: z.int(), credited: z.int().default(0) });

/** A module with parameters, and why it counts or does not. */
const holder = {
  module: z.string(),
  class: z.string(),
  parameters: z.array(z.string()),
  reason: z.string(),
};

const environment = z.object({
  framework: z.string(),
  version: z.string(),
  python: z.string(),
  platform: z.string(),
  device: z.string(),
  threads: z.int(),
  numericFlags: z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()])),
  model: z.string(),
  weights: z.object({ file: z.string(), sha256: z.string() }).optional(),
  /** `live`: run now; `recorded`: read from a folder. */
  origin: z.enum(["live", "recorded"]),
});

export const alignReport = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("paddle-port/alignment"),
  producer: z.string(),
  /** Which device was used, and why: the first line of every form of the report. */
  device: z.object({ used: z.enum(["cpu", "gpu"]), line: z.string() }),
  /** `incomplete`: what was compared agrees, but too little was compared to call it aligned. */
  verdict: z.enum(["aligned", "diverged", "incomplete"]),
  /** What the verdict rests on, as sentences. */
  evidence: z.array(z.string()),
  firstDivergence: z
    .object({
      reference: z.string(),
      port: z.string(),
      class: z.string(),
      mode: z.enum(["isolated", "propagated"]),
      error: number.optional(),
      tolerance: z.number().optional(),
      verdict,
      /** Why, as far as the probes tell. */
      explanation: z.string(),
    })
    .optional(),
  /** The innermost modules that diverge, with what was tried on each. */
  failures: z.array(
    z.object({
      reference: z.string(),
      port: z.string(),
      occurrence: z.int(),
      explanation: z.string(),
      restoredBy: z.string().optional(),
      probes: z.array(probe),
    }),
  ),
  worst: z.object({
    isolated: z.object({ module: z.string(), error: number, timesFloor: number }).optional(),
    propagated: z.object({ module: z.string(), error: number, timesFloor: number }).optional(),
  }),
  tolerance: z.object({ factor: z.number(), noiseMethods: z.array(z.string()) }),
  layers: z.array(layer),
  outputs: z.array(slot),
  coverage: z.object({
    modules: covered,
    parameters: covered,
    /** Modules that are not compared themselves but are stood for by one that is. */
    credited: z
      .array(
        z.object({
          ...holder,
          /** `merged`: the plan makes the weight of `through` from it. `dependence`: the result of `through` depends on it. */
          by: z.enum(["merged", "dependence"]),
          through: z.string(),
          timesTolerance: z.number().optional(),
        }),
      )
      .default([]),
    missing: z.array(z.object({ ...holder, ignored: z.literal(true).optional() })),
    /** Parameters of compared modules that take no part in what they compute: agreement says nothing about them. */
    idle: z.array(z.object({ parameter: z.string(), reason: z.string() })).default([]),
  }),
  inputs: z.object({
    sha256: z.string(),
    seed: z.int(),
    sentences: z.array(z.string()),
    tensors: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.string() })),
  }),
  similarity: z
    .object({
      sentences: z.array(z.string()),
      pooling: z.string(),
      reference: z.array(z.array(number)),
      port: z.array(z.array(number)),
      /** Greatest difference of the two matrices. */
      greatestDifference: number,
      outputs: z.array(slot),
    })
    .optional(),
  environment: z.object({ reference: environment, port: environment }),
  rerun: z.string(),
});

export type AlignReport = z.infer<typeof alignReport>;
export type ReportLayer = z.infer<typeof layer>;
export type ReportSlot = z.infer<typeof slot>;
export type ReportComparison = z.infer<typeof comparison>;
export type ReportNumber = z.infer<typeof number>;

/** Writes what JSON has no number for as a string. */
export function reportNumber(value: number): ReportNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** The number behind a report's number. */
export function plainNumber(value: ReportNumber): number {
  return Number(value);
}
