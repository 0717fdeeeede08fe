import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";

import { UserError } from "../core/util/userError.js";
import { endTree, guard, killTree } from "./processTree.js";

/** What is kept of stderr for messages, in UTF-16 code units. */
const STDERR_TAIL = 16_384;
/** After the process itself has ended, how long what it started may keep the pipes open. */
const LEFTOVER_MS = 1_000;

export interface ProcessRequest {
  /** A path, or a name looked up on PATH. No shell is involved, so nothing needs quoting. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to this process's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to stdin, which is then closed; without it stdin is empty. */
  readonly stdin?: string;
  /** Milliseconds after which the process and all that it started are ended; none by default. */
  readonly timeoutMs?: number;
  /** Ends the process and all that it started. */
  readonly signal?: AbortSignal;
  /** Called for each line of stdout as it arrives, without its line break. `stdout` of the result is then empty. */
  readonly onStdoutLine?: (line: string) => void;
  /** Called for each line of stderr as it arrives, without its line break. */
  readonly onStderrLine?: (line: string) => void;
}

export interface ProcessResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  /** The signal that ended the process, such as "SIGKILL"; null when it exited by itself. */
  readonly signal: string | null;
  readonly stdout: string;
  /** The last 16 Ki characters of stderr. */
  readonly stderrTail: string;
}

/**
 * Runs a program to its end.
 * @returns how it ended, whatever the exit code
 * @throws UserError when it cannot be started or runs past its time limit; the signal's reason when it is cancelled.
 *   In both cases the whole process tree is gone when the promise settles.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { command, signal, timeoutMs } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(asError(signal.reason));
      return;
    }
    const child = spawn(command, [...request.args], {
      cwd: request.cwd,
      env: mergedEnvironment(process.env, request.env),
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that a cancel reaches what the program itself has started.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    guard(child);

    let failure: Error | undefined;
    const stop = (reason: Error): void => {
      failure ??= reason;
      endTree(child);
    };
    const onAbort = (): void => stop(asError(signal?.reason));
    signal?.addEventListener("abort", onAbort, { once: true });
    const limit =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => stop(timeoutError(command, timeoutMs)), timeoutMs);
    const settle = (): void => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", onAbort);
    };

    const stdout: string[] = [];
    let stderrTail = "";
    const take = (deliver: () => void): void => {
      try {
        deliver();
      } catch (error) {
        stop(asError(error));
      }
    };
    const outLines = lineSplitter((line) => take(() => request.onStdoutLine?.(line)));
    const errLines = lineSplitter((line) => take(() => request.onStderrLine?.(line)));
    const outText = new StringDecoder("utf8");
    const errText = new StringDecoder("utf8");
    const onOut = (text: string): void => {
      if (request.onStdoutLine) outLines.push(text);
      else stdout.push(text);
    };
    const onErr = (text: string): void => {
      stderrTail = (stderrTail + text).slice(-STDERR_TAIL);
      if (request.onStderrLine) errLines.push(text);
    };
    child.stdout.on("data", (chunk: Buffer) => onOut(outText.write(chunk)));
    child.stderr.on("data", (chunk: Buffer) => onErr(errText.write(chunk)));
    // A program that does not read its input closes the pipe; how it ends is reported below, so EPIPE adds nothing.
    child.stdin.on("error", () => undefined);
    child.stdin.end(request.stdin ?? "");

    child.once("error", (error: NodeJS.ErrnoException) => {
      settle();
      reject(startError(command, request.cwd, error));
    });
    let leftovers: NodeJS.Timeout | undefined;
    child.once("exit", () => {
      // What a finished program leaves running would hold the pipes, and this promise, open.
      leftovers = setTimeout(() => killTree(child, "SIGKILL"), failure ? 0 : LEFTOVER_MS);
    });
    child.once("close", (exitCode, endSignal) => {
      settle();
      clearTimeout(leftovers);
      if (failure) killTree(child, "SIGKILL");
      onOut(outText.end());
      onErr(errText.end());
      outLines.end();
      errLines.end();
      if (failure) reject(failure);
      else resolve({ exitCode, signal: endSignal, stdout: stdout.join(""), stderrTail });
    });
  });
}

/** The environment of a child: `base` with `changes` applied, where `undefined` removes a variable. */
export function mergedEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...base, ...changes })) {
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}

/** Cuts text that arrives in pieces into lines; a line break is LF or CRLF. */
export function lineSplitter(onLine: (line: string) => void): { push(text: string): void; end(): void } {
  let pending: string[] = [];
  const flush = (): void => {
    const line = pending.join("");
    pending = [];
    onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  };
  return {
    push(text) {
      const pieces = text.split("\n");
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) flush();
        if (piece !== "") pending.push(piece);
      }
    },
    end() {
      if (pending.length > 0) flush();
    },
  };
}

function timeoutError(command: string, timeoutMs: number): UserError {
  return new UserError(
    `${command} ran past its time limit of ${String(timeoutMs / 1000)} s and was ended.`,
    "Raise the limit, or find out with a smaller input why it hangs.",
  );
}

function startError(command: string, cwd: string | undefined, error: NodeJS.ErrnoException): UserError {
  const reason =
    error.code === "ENOENT"
      ? cwd === undefined
        ? "there is no such program"
        : `there is no such program, or no folder ${cwd}`
      : error.code === "EACCES"
        ? "it is not an executable file"
        : error.message;
  return new UserError(`Cannot start ${command}: ${reason}.`, "Check the path.", { cause: error });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
