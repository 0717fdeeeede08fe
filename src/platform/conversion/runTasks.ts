import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { defaultLimits, executeTask } from "../../core/weights/conversion/execute.js";
import type { Task } from "../../core/weights/conversion/tasks.js";
import { createArena } from "./arena.js";
import { openTaskIo, type TaskPaths } from "./taskIo.js";
import { conversionWorkerData, type WorkerOrder, type WorkerReport } from "./worker.js";

export interface NumberedTask {
  readonly id: number;
  readonly task: Task;
}

export interface RunOptions {
  readonly paths: TaskPaths;
  readonly workers: number;
  /** A script that calls `serveAsConversionWorker` first; without one the tasks run in this thread. */
  readonly workerScript: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Without it, NaN and infinity are an error with the code ENONFINITE. */
  readonly allowNonFinite: boolean;
  /** Called with the bytes just written. */
  onProgress(bytes: number): void;
  /** Called when tasks are done (written, not yet synchronised to the disk). */
  onFinished(ids: readonly number[]): void;
}

/** Bytes handed to a worker at once: many small tensors travel together, a large one alone. */
const orderBytes = 16 * 2 ** 20;

/** Carries out all tasks; rejects with the first error or with the signal's reason, when no thread writes any more. */
export async function runTasks(tasks: readonly NumberedTask[], options: RunOptions): Promise<void> {
  options.signal?.throwIfAborted();
  const orders = groupTasks(tasks);
  if (options.workerScript === undefined) await runHere(orders, options);
  else await runInWorkers(orders, options, options.workerScript);
}

function groupTasks(tasks: readonly NumberedTask[]): NumberedTask[][] {
  const orders: NumberedTask[][] = [];
  let current: NumberedTask[] = [];
  let bytes = 0;
  for (const numbered of tasks) {
    current.push(numbered);
    bytes += numbered.task.bytes;
    if (bytes < orderBytes) continue;
    orders.push(current);
    current = [];
    bytes = 0;
  }
  if (current.length > 0) orders.push(current);
  return orders;
}

async function runHere(orders: readonly NumberedTask[][], options: RunOptions): Promise<void> {
  const io = openTaskIo(options.paths);
  const arena = createArena();
  const limits = { ...defaultLimits, allowNonFinite: options.allowNonFinite };
  try {
    for (const { id, task } of orders.flat()) {
      for (const bytes of executeTask(task, io, arena, limits)) {
        options.onProgress(bytes);
        // The synchronous steps would otherwise keep signals from being seen.
        await setImmediate();
        options.signal?.throwIfAborted();
      }
      options.onFinished([id]);
    }
  } finally {
    io.close();
  }
}

async function runInWorkers(
  orders: readonly NumberedTask[][],
  options: RunOptions,
  script: string,
): Promise<void> {
  const waiting = [...orders];
  const count = Math.max(1, Math.min(options.workers, orders.length));
  const workers = Array.from(
    { length: count },
    () => new Worker(script, { workerData: conversionWorkerData(options.paths, options.allowNonFinite) }),
  );
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(asError(options.signal?.reason));
    };
    options.signal?.addEventListener("abort", abort, { once: true });
  });
  try {
    await Promise.race([Promise.all(workers.map((worker) => drive(worker, waiting, options))), aborted]);
  } finally {
    if (abort !== undefined) options.signal?.removeEventListener("abort", abort);
    // Awaited, because a partial file may only be removed when nobody writes to it any more.
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Feeds one worker until nothing waits. */
function drive(worker: Worker, waiting: NumberedTask[][], options: RunOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const tasks = waiting.shift();
      if (tasks === undefined) resolve();
      else worker.postMessage({ tasks } satisfies WorkerOrder);
    };
    worker.on("message", (report: WorkerReport) => {
      if (report.kind === "progress") options.onProgress(report.bytes);
      else if (report.kind === "failed")
        reject(Object.assign(new Error(report.message), { code: report.code }));
      else {
        options.onFinished(report.ids);
        next();
      }
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      reject(new Error(`a conversion worker ended unexpectedly (exit code ${code})`));
    });
    next();
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
