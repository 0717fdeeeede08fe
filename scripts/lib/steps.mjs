// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const started = process.hrtime.bigint();

/** Says one line about what happens now, with the seconds since the start. @param {string} text */
export function say(text) {
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  process.stdout.write(`[${seconds.toFixed(1).padStart(6)} s] ${text}\n`);
}

/** A failure that the person at the keyboard can mend; printed as it is, without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program with its output passed through, or line by line to `onLine`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void, shell?: boolean}} [options]
 * @returns {Promise<number>} the exit code; 1 when a signal ended it
 */
export function runStep(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", options.onLine ? "pipe" : "inherit", options.onLine ? "pipe" : "inherit"],
      shell: options.shell ?? false,
    });
    const { onLine } = options;
    if (onLine) {
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface({ input: stream }).on("line", onLine);
      }
    }
    child.once("error", (error) => reject(new SetupError(`Cannot start ${command}: ${error.message}`)));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs the main function of a script and turns a failure into a message and an exit code.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    const text =
      error instanceof SetupError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
}
