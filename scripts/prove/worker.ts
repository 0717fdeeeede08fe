import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** What a program ended with. */
export interface Answer {
  readonly result?: unknown;
  readonly names?: unknown;
  readonly gradients?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** What a program needs to run. */
export interface Request {
  readonly source: string;
  readonly modules: Readonly<Record<string, string>>;
  readonly inputs: unknown;
  readonly grad: boolean;
  readonly emulate?: boolean;
}

/** One interpreter that runs programs one after another; a hang or a crash ends it, and the next program gets a new one. */
export class ProofWorker {
  #child: ChildProcessWithoutNullStreams | undefined;
  #answer: ((answer: Answer) => void) | undefined;

  /**
   * @param python interpreter with the framework
   * @param framework which backend of python/paddle_port/prove.py to use
   * @param limitSeconds after this time a program counts as hanging
   */
  constructor(
    private readonly python: string,
    private readonly framework: "torch" | "paddle",
    private readonly limitSeconds = 20,
  ) {}

  /** Runs one program. A hang gives the error "Hang", the death of the interpreter "Crash". */
  async run(request: Request): Promise<Answer> {
    if (this.#child === undefined) await this.#start();
    return this.#send(`${JSON.stringify(request)}\n`, this.limitSeconds);
  }

  /** Ends the interpreter. */
  stop(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  async #start(): Promise<void> {
    const child = spawn(this.python, ["-m", "paddle_port.prove", this.framework], {
      cwd: root,
      env: {
        ...process.env,
        PYTHONPATH: path.join(root, "python"),
        OMP_NUM_THREADS: "1",
        MKL_NUM_THREADS: "1",
        GLOG_minloglevel: "3",
        PYTHONDONTWRITEBYTECODE: "1",
      },
    });
    this.#child = child;
    let tail = "";
    child.stderr.on("data", (data: Buffer) => (tail = (tail + data.toString()).slice(-2000)));
    // An interpreter that was given up may still speak or end later; that must not answer for its successor.
    const deliver = (answer: Answer): void => {
      if (this.#child !== child) return;
      const waiting = this.#answer;
      this.#answer = undefined;
      waiting?.(answer);
    };
    const crashed = (message: string): void => {
      deliver({ error: "Crash", message });
      if (this.#child === child) this.#child = undefined;
    };
    createInterface({ input: child.stdout }).on("line", (line) => {
      deliver(JSON.parse(line) as Answer);
    });
    child.on("close", () => {
      crashed(tail.trim().split("\n").at(-1) ?? "");
    });
    child.on("error", (error) => {
      crashed(error.message);
    });
    child.stdin.on("error", () => undefined);
    const ready = await this.#send("", 120);
    if (ready.error !== undefined)
      throw new Error(`${this.python} cannot run proofs: ${ready.message ?? ready.error}`);
  }

  #send(text: string, seconds: number): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#answer = undefined;
        this.stop();
        resolve({ error: "Hang", message: `no result after ${seconds} s` });
      }, seconds * 1000);
      this.#answer = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      if (text !== "") this.#child?.stdin.write(text);
    });
  }
}
