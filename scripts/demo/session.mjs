// @ts-check
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { SetupError } from "../lib/steps.mjs";
import { noBreak, wrap } from "./text.mjs";

/**
 * What a command left behind.
 * @typedef {object} Ran
 * @property {string} stdout
 * @property {number} seconds
 * @property {number} code
 */

/** Runs the demo's commands in its folder, shows each as a person would type it, and keeps all that they print. */
export class Session {
  /** @type {number} */
  #count = 0;

  /**
   * @param {string} folder where the commands run
   * @param {string} cli the built program
   * @param {Readonly<Record<string, string>>} variables environment variables, which command lines show by name
   */
  constructor(folder, cli, variables) {
    this.folder = folder;
    this.cli = cli;
    this.variables = variables;
    mkdirSync(path.join(folder, "logs"));
  }

  /**
   * Runs `paddle-port` with these arguments.
   * @param {readonly string[]} args
   * @param {readonly number[]} [expected] exit codes that mean it did its work
   */
  paddlePort(args, expected = [0]) {
    return this.#run("paddle-port", [process.execPath, this.cli], args, expected);
  }

  /**
   * Runs a Python program with the interpreter that a variable names.
   * @param {string} variable
   * @param {readonly string[]} args
   * @param {Readonly<Record<string, string>>} [env] variables for this call alone
   */
  python(variable, args, env = {}) {
    const set = Object.entries(env).map(([name, value]) => `${name}=${value} `);
    return this.#run(`${set.join("")}"$${variable}"`, [this.variables[variable] ?? ""], args, [0], env);
  }

  /**
   * @param {string} shown
   * @param {readonly string[]} program
   * @param {readonly string[]} args
   * @param {readonly number[]} expected
   * @param {Readonly<Record<string, string>>} [env]
   * @returns {Promise<Ran>}
   */
  async #run(shown, program, args, expected, env = {}) {
    const line = [shown, ...args.map((argument) => this.#quote(argument))].join(" ");
    // An option stays with its value.
    const glued = line.replaceAll(/ (-\S+) (?!-)/g, ` $1${noBreak}`);
    process.stdout.write(`\n${wrap(`$ ${glued}`, { hanging: 4, ending: " \\" })}\n`);
    const began = performance.now();
    const { code, stdout, stderr } = await run([...program, ...args], this.folder, {
      ...this.variables,
      ...env,
    });
    const seconds = (performance.now() - began) / 1000;
    this.#count += 1;
    const name = `${String(this.#count).padStart(2, "0")}-${args[0]?.replace(/\W+/g, "-") ?? ""}.txt`;
    writeFileSync(path.join(this.folder, "logs", name), `$ ${line}\n${stdout}${stderr}`);
    if (expected.includes(code)) return { stdout, seconds, code };
    throw new SetupError(`${stdout}${stderr}The command ended with exit code ${String(code)}.`);
  }

  /** Shows an interpreter by the variable that names it; everything else is put so that a shell takes it as it is. */
  /** @param {string} argument */
  #quote(argument) {
    const variable = Object.entries(this.variables).find(([, value]) => value === argument);
    if (variable) return `"$${variable[0]}"`;
    return /^[\w./:=@%+,-]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
  }
}

/**
 * @param {readonly string[]} command
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
function run([program = "", ...args], cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => (stderr += text));
    child.once("error", (error) => reject(new SetupError(`Cannot start ${program}: ${error.message}`)));
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
