import { closeSync, openSync, readSync, writeSync } from "node:fs";

import type { TaskIo } from "../../core/weights/conversion/execute.js";

/** File name as the tasks call it → path. */
export interface TaskPaths {
  readonly sources: Readonly<Record<string, string>>;
  readonly targets: Readonly<Record<string, string>>;
}

/** Longest single read or write; the kernel takes no more than 2^31 - 1 bytes at once. */
const maximumTransfer = 2 ** 30;

/**
 * Opens the files of a conversion for synchronous access, which is the fastest way inside a worker.
 * Targets must exist; they are written in place, each byte once.
 */
export function openTaskIo(paths: TaskPaths): TaskIo & { close(): void } {
  const opened = new Map<string, number>();
  const descriptor = (path: string | undefined, flags: string): number => {
    if (path === undefined) throw new Error("a task names a file that the conversion does not have");
    const known = opened.get(path);
    if (known !== undefined) return known;
    const fresh = openSync(path, flags);
    opened.set(path, fresh);
    return fresh;
  };
  return {
    read: (source, offset, into) => {
      const file = descriptor(paths.sources[source], "r");
      for (let done = 0; done < into.length;) {
        const wanted = Math.min(into.length - done, maximumTransfer);
        const count = readSync(file, into, done, wanted, offset + done);
        if (count === 0)
          throw Object.assign(new Error(`${source} became shorter while it was read`), { code: "ESHRUNK" });
        done += count;
      }
    },
    write: (target, offset, from) => {
      const file = descriptor(paths.targets[target], "r+");
      // A nearly full disk takes part of a write and refuses the rest at the next call, hence the loop.
      for (let done = 0; done < from.length;) {
        const wanted = Math.min(from.length - done, maximumTransfer);
        done += writeSync(file, from, done, wanted, offset + done);
      }
    },
    close: () => {
      for (const file of opened.values()) closeSync(file);
      opened.clear();
    },
  };
}
