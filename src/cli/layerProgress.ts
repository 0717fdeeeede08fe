import type { CliIo } from "./io.js";

/** Least time between two lines in a log, in milliseconds; a terminal shows each layer by redrawing one line. */
const logPause = 2_000;

/** Shows which layer long work is at, on stderr. */
export function layerProgress(io: CliIo): { show(line: string): void; end(): void } {
  let last = Number.NEGATIVE_INFINITY;
  return {
    show: (line) => {
      if (io.interactive) {
        io.stderr(`\r\u001b[K${line.slice(0, 120)}`);
        return;
      }
      const now = performance.now();
      if (now - last < logPause) return;
      last = now;
      io.stderr(`${line}\n`);
    },
    end: () => {
      if (io.interactive) io.stderr("\r\u001b[K");
    },
  };
}

/** A signal that is aborted when the person presses Ctrl+C; `release` stops listening. */
export function interruptible(reason: Error): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(reason);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
    },
  };
}
