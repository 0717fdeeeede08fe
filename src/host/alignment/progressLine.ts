/** A line of progress of the alignment, taken apart. */
export interface AlignStep {
  readonly side: "reference" | "port" | undefined;
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly module: string;
}

/** Reads `port: forward 12/76 encoder.layer.0` or `compare 3/76 pooler`; undefined for lines without a count. */
export function parseStep(line: string): AlignStep | undefined {
  const match = /^(?:(reference|port): )?(.+?) (\d+)\/(\d+) (.*)$/su.exec(line);
  if (!match) return undefined;
  const [, side, stage = "", done = "", total = "", module = ""] = match;
  return {
    side: side === "reference" || side === "port" ? side : undefined,
    stage,
    done: Number(done),
    total: Number(total),
    module,
  };
}
