import { Worker } from "node:worker_threads";

import type { FromWorker, Order, QuestionName, Questions, ToWorker } from "./messages.js";
import { analysisKind } from "./messages.js";

/** Thrown for a question that was given up before it was answered. */
export class Superseded extends Error {
  override readonly name = "Superseded";
}

export interface AskOptions {
  /** Aborted when the answer is no longer wanted; a question that has not been sent yet never is. */
  readonly signal?: AbortSignal;
  /** Gives the worker the files that the one in question imports. */
  readonly read?: (path: string) => Promise<string | undefined>;
  /** True for what a person waits for right now. */
  readonly urgent?: boolean;
}

interface Pending {
  readonly order: Order;
  readonly options: AskOptions;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Longer than any real file takes; past it the worker is taken for stuck and is replaced. */
const limitMs = 60_000;

/** Asks the analysis worker, one question at a time; starts it with the first question and again after a crash. */
export class AnalysisClient {
  #worker: Worker | undefined;
  #current: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #queue: Pending[] = [];
  #lastId = 0;
  #disposed = false;

  /**
   * @param script of the worker: dist/worker.cjs
   * @param onCrash told when the worker ended by itself
   */
  constructor(
    private readonly script: string,
    private readonly onCrash: (error: Error) => void,
  ) {}

  /** @throws Superseded when it was given up; Error when the analysis failed, which is a defect */
  ask<Name extends QuestionName>(
    name: Name,
    ask: Questions[Name]["ask"],
    options: AskOptions = {},
  ): Promise<Questions[Name]["answer"]> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#disposed || options.signal?.aborted === true) {
        reject(new Superseded());
        return;
      }
      const order = { kind: "question", id: ++this.#lastId, name, ask } as Order;
      const pending = { order, options, resolve, reject };
      if (options.urgent === true) this.#queue.unshift(pending);
      else this.#queue.push(pending);
      options.signal?.addEventListener("abort", () => this.#drop(pending), { once: true });
      this.#next();
    });
    // The worker answers a question with what `Questions` says; both sides are compiled from it.
    return answer as Promise<Questions[Name]["answer"]>;
  }

  dispose(): void {
    this.#disposed = true;
    for (const pending of this.#queue.splice(0)) pending.reject(new Superseded());
    this.#stop(new Superseded());
  }

  #drop(pending: Pending): void {
    this.#queue = this.#queue.filter((other) => other !== pending);
    pending.reject(new Superseded());
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#current = next;
    this.#timer = setTimeout(() => {
      this.#stop(new Error(`The analysis took longer than ${limitMs / 1000} s and was ended.`));
    }, limitMs);
    this.#post(next.order);
  }

  #post(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    // A model's sources are small; what needs more than this is a defect, and must not take the editor along.
    const worker = new Worker(this.script, {
      workerData: analysisKind,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    worker.unref();
    worker.on("message", (message: FromWorker) => {
      if (worker === this.#worker) this.#receive(message);
    });
    worker.on("error", (error) => {
      if (worker !== this.#worker) return;
      this.#stop(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on("exit", (code) => {
      if (worker === this.#worker) this.#stop(new Error(`The analysis ended with exit code ${code}.`));
    });
    return worker;
  }

  #receive(message: FromWorker): void {
    const current = this.#current;
    if (current?.order.id !== message.id) return;
    if (message.kind === "read") {
      void this.#read(current, message.path);
      return;
    }
    this.#finish();
    if (message.kind === "answer") current.resolve(message.answer);
    else current.reject(Object.assign(new Error(message.message), { stack: message.stack }));
    this.#next();
  }

  async #read(pending: Pending, path: string): Promise<void> {
    let text: string | undefined;
    try {
      text = await pending.options.read?.(path);
    } catch {
      // A file that cannot be read is as good as none: its importer is then judged without it.
      text = undefined;
    }
    if (this.#current === pending) this.#post({ kind: "text", path, text: text ?? null });
  }

  #finish(): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
  }

  #stop(error: Error): void {
    const worker = this.#worker;
    const current = this.#current;
    this.#worker = undefined;
    this.#finish();
    void worker?.terminate();
    current?.reject(error);
    if (!this.#disposed && !(error instanceof Superseded)) this.onCrash(error);
    this.#next();
  }
}
