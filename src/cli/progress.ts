import type { CliIo } from "./io.js";

/** Shows how far long work is, on stderr: one line that is redrawn on a terminal, a line now and then elsewhere. */
export interface ProgressLine {
  /** @param fraction from 0 to 1 */
  update(fraction: number): void;
  /** Clears the line, so that what follows starts at the margin. */
  end(): void;
}

/** Least time between two updates in milliseconds: on a terminal, and in a log, which short work should not fill. */
const terminalPause = 100;
const logPause = 2_000;

/** @param what the work, as in "converting 104 tensors" */
export function progressLine(io: CliIo, what: string): ProgressLine {
  let last = Number.NEGATIVE_INFINITY;
  return {
    update: (fraction) => {
      const now = performance.now();
      if (now - last < (io.interactive ? terminalPause : logPause)) return;
      last = now;
      const percent = `${what}: ${Math.floor(fraction * 100)} %`;
      io.stderr(io.interactive ? `\r\u001b[K${percent}` : `${percent}\n`);
    },
    end: () => {
      if (io.interactive && last > 0) io.stderr("\r\u001b[K");
    },
  };
}
