import { z } from "zod";

import type { LayerResult } from "./layers.js";
import type { Mode } from "./divergence.js";

/** What the port's process answers: for each module, the error as it is and with each change tried on it. */
export const probeAnswer = z.array(
  z.object({
    reference: z.string(),
    occurrence: z.int(),
    /** Relative L2 without a change; null when the call failed or gave NaN. */
    base: z.number().nullable(),
    tried: z.array(z.object({ hypothesis: z.string(), error: z.number().nullable() })),
  }),
);

export type ProbeAnswer = z.infer<typeof probeAnswer>;

export interface Failure {
  readonly layer: LayerResult;
  readonly explanation: string;
  readonly restoredBy: string | undefined;
  readonly probes: readonly {
    readonly hypothesis: string;
    readonly error: number | null;
    readonly restores: boolean;
  }[];
}

/**
 * Reads the probes of one module: which change brings it back under its tolerance.
 * @param calls how the calls that the module makes differ from the reference's, where they do
 */
export function explain(
  layer: LayerResult,
  mode: Mode,
  answers: ProbeAnswer | undefined,
  calls?: string,
): Failure {
  const tolerance = Math.max(...layer.slots.map((slot) => slot[mode]?.tolerance ?? 0));
  const answer = answers?.find(
    ({ reference, occurrence }) => reference === layer.reference && occurrence === layer.occurrence,
  );
  const probes = (answer?.tried ?? [])
    .map((trial) => ({ ...trial, restores: trial.error !== null && trial.error <= tolerance }))
    .sort((a, b) => (a.error ?? Infinity) - (b.error ?? Infinity));
  const best = probes[0]?.restores === true ? probes[0] : undefined;
  const name = layer.port === "" ? "the model" : layer.port;
  const notes = layer.notes.length > 0 ? ` (${layer.notes.join("; ")})` : "";
  const sentences: string[] = [];
  if (best) sentences.push(`${best.hypothesis}.`);
  else if (!answers)
    sentences.push(`${name} differs${notes}; nothing was tried on it, since the port was not run here.`);
  else if (probes.length === 0)
    sentences.push(`${name} differs${notes}; none of the known causes applies to a module of this kind.`);
  else
    sentences.push(
      `${name} differs${notes}; none of the ${String(probes.length)} changes tried on it restores agreement.`,
    );
  if (!best && calls !== undefined) sentences.push(`${calls}.`);
  const outputs = differingOutputs(layer, mode);
  if (outputs !== undefined) sentences.push(outputs);
  return { layer, explanation: sentences.join(" "), restoredBy: best?.hypothesis, probes };
}

/** Which of several outputs differ, where some do and some do not. */
function differingOutputs({ slots }: LayerResult, mode: Mode): string | undefined {
  const bad = slots.filter((slot) => slot.mismatch !== undefined || slot[mode]?.verdict !== "ok");
  if (bad.length === 0 || bad.length === slots.length) return undefined;
  const names = bad.map(({ slot }) => slot).join(", ");
  return `Of its ${String(slots.length)} outputs, these differ: ${names}.`;
}
