import { isMainThread, parentPort, workerData } from "node:worker_threads";

import { defaultLimits, executeTask } from "../../core/weights/conversion/execute.js";
import type { Task } from "../../core/weights/conversion/tasks.js";
import { errorCode } from "../files.js";
import { createArena } from "./arena.js";
import { openTaskIo, type TaskPaths } from "./taskIo.js";

const kind = "paddle-port/conversion-worker";

/** What a conversion worker is started with. */
export interface ConversionWorkerData {
  readonly kind: typeof kind;
  readonly paths: TaskPaths;
  readonly allowNonFinite: boolean;
}

/** Tasks to carry out, each with its number. */
export interface WorkerOrder {
  readonly tasks: readonly { readonly id: number; readonly task: Task }[];
}

export type WorkerReport =
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "finished"; readonly ids: readonly number[] }
  | { readonly kind: "failed"; readonly code: string | undefined; readonly message: string };

/** Start data for a worker on these files. */
export function conversionWorkerData(paths: TaskPaths, allowNonFinite: boolean): ConversionWorkerData {
  return { kind, paths, allowNonFinite };
}

/**
 * Turns this thread into a conversion worker if it was started as one. The program is a single file that serves as its
 * own worker script, so this is asked before anything else happens.
 * @returns true when it was, and the caller has nothing more to do
 */
export function serveAsConversionWorker(): boolean {
  const data: unknown = workerData;
  if (isMainThread || parentPort === null || !isWorkerData(data)) return false;
  const port = parentPort;
  const io = openTaskIo(data.paths);
  const arena = createArena();
  const limits = { ...defaultLimits, allowNonFinite: data.allowNonFinite };
  const report = (message: WorkerReport): void => {
    port.postMessage(message);
  };
  port.on("message", ({ tasks }: WorkerOrder) => {
    try {
      for (const { task } of tasks) {
        for (const bytes of executeTask(task, io, arena, limits)) report({ kind: "progress", bytes });
      }
      report({ kind: "finished", ids: tasks.map(({ id }) => id) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report({ kind: "failed", code: errorCode(error), message });
    }
  });
  return true;
}

function isWorkerData(data: unknown): data is ConversionWorkerData {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === kind;
}
