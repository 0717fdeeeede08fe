// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { SetupError } from "../lib/steps.mjs";
import { changedLines, wrap } from "./text.mjs";

/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {{result: string, seconds: number}} StepResult */
/** @typedef {{name: string, run: (session: Session) => Promise<StepResult>}} Step */

/** Names of the variables that hold the interpreters, as the program itself reads them. */
export const torch = "PADDLE_PORT_TORCH_PYTHON";
export const paddle = "PADDLE_PORT_PADDLE_PYTHON";

/**
 * Says how to repeat the steps, and runs them until one fails.
 * @param {Session} session
 * @param {readonly Step[]} steps
 * @returns {Promise<{rows: string[][], failure: string | undefined}>} a row of the table for each
 */
export async function walk(session, steps) {
  const { folder, cli, variables } = session;
  process.stdout.write("To repeat the steps by hand:\n");
  process.stdout.write(`  cd ${path.relative(process.cwd(), folder) || "."}\n`);
  process.stdout.write(`  alias paddle-port='node ${path.relative(folder, cli)}'\n`);
  for (const [name, value] of Object.entries(variables)) process.stdout.write(`  export ${name}=${value}\n`);
  /** @type {string[][]} */
  const rows = [];
  for (const step of steps) {
    try {
      const { result, seconds } = await step.run(session);
      process.stdout.write(`  [${step.name}: ${seconds.toFixed(1)} s]\n`);
      rows.push([step.name, result, seconds.toFixed(1)]);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      rows.push([step.name, "FAILED", ""]);
      return { rows, failure: error.message };
    }
  }
  return { rows, failure: undefined };
}

/** @param {readonly string[]} lines */
export function show(lines) {
  for (const line of lines) process.stdout.write(`${wrap(line, { indent: 2, hanging: 6 })}\n`);
}

/** Shows what a command printed. @param {{stdout: string}} ran */
export function showAll({ stdout }) {
  show(stdout.trimEnd().split("\n"));
}

/** @param {Session} session @param {string} file */
export function read(session, file) {
  return readFileSync(path.join(session.folder, file), "utf8");
}

/**
 * Names of the files below either folder that the other one has not, or has with other bytes.
 * @param {string} one @param {string} other
 */
export function differingFiles(one, other) {
  const names = (/** @type {string} */ folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const all = [...new Set([...names(one), ...names(other)])].sort();
  return all.filter((name) => digest(path.join(one, name)) !== digest(path.join(other, name)));
}

/** @param {string} file */
function digest(file) {
  return existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : undefined;
}

/**
 * Lines that a port changed.
 * @param {Session} session
 * @param {readonly (readonly [source: string, ported: string])[]} files
 */
export function portedLines(session, files) {
  const changes = files.map(([source, ported]) => changedLines(read(session, source), read(session, ported)));
  const sum = (/** @type {"removed" | "added" | "total"} */ what) =>
    changes.reduce((total, change) => total + change[what], 0);
  return { removed: sum("removed"), added: sum("added"), total: sum("total") };
}

/**
 * Converts with the generated script too and compares the files.
 * @param {Session} session
 * @param {{plan: string, script: string, checkpoint: string, native: string, out: string}} names
 */
export async function convertByScript(session, { plan, script, checkpoint, native, out }) {
  const made = await session.paddlePort(["script", plan, "-o", script]);
  showAll(made);
  const ran = await session.python(paddle, [script, "--checkpoint", checkpoint, "--out", out]);
  showAll(ran);
  const [one, other] = [path.join(session.folder, native), path.join(session.folder, out)];
  const others = differingFiles(one, other);
  if (others.length > 0) {
    throw new SetupError(`The script and \`convert\` wrote different files: ${others.join(", ")}.`);
  }
  const result = `${script} wrote the same ${String(readdirSync(one).length)} files, byte for byte`;
  show([`${result}.`]);
  return { result, seconds: made.seconds + ran.seconds };
}
