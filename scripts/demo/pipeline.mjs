// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { SetupError } from "../lib/steps.mjs";
import { changedLines, wrap } from "./text.mjs";

/** @typedef {import("./session.mjs").Session} Session */
/** @typedef {{result: string, seconds: number}} StepResult */
/** @typedef {{name: string, run: (session: Session) => Promise<StepResult>}} Step */

const torch = "PADDLE_PORT_TORCH_PYTHON";
const paddle = "PADDLE_PORT_PADDLE_PYTHON";

/** @type {Step} */
const check = {
  name: "check",
  run: async (session) => {
    // Exit code 1 means that there are findings, and in PyTorch code there must be some.
    const ran = await session.paddlePort(["check", "bert_torch"], [1]);
    const lines = ran.stdout.trimEnd().split("\n");
    show(lines.slice(0, 3));
    show([`… (all ${String(lines.length)} lines: logs/01-check.txt)`]);
    const result = /^\d+ findings/.exec(lines.at(-1) ?? "")?.[0] ?? "findings";
    show(lines.slice(-1));
    return { result, seconds: ran.seconds };
  },
};

/** @type {Step} */
const port = {
  name: "port",
  run: async (session) => {
    const args = ["port", "bert_torch", "bert_paddle", "--report", "port-report.json"];
    const ran = await session.paddlePort(args);
    show(ran.stdout.trimEnd().split("\n"));
    /** @type {{files: {path: string, complete: boolean}[]}} */
    const report = JSON.parse(read(session, "port-report.json"));
    const changes = report.files.map(({ path: file }) => {
      const name = path.basename(file);
      return changedLines(read(session, `bert_torch/${name}`), read(session, `bert_paddle/${name}`));
    });
    const total = (/** @type {"removed" | "added" | "total"} */ what) =>
      changes.reduce((sum, change) => sum + change[what], 0);
    show([
      `Of ${String(total("total"))} lines ${String(total("removed"))} were replaced, by ${String(total("added"))}.`,
    ]);
    const complete = report.files.filter((file) => file.complete).length;
    return {
      result: `${String(complete)} of ${String(report.files.length)} files complete, ${String(total("removed"))} of ${String(total("total"))} lines changed`,
      seconds: ran.seconds,
    };
  },
};

/** @param {boolean} live @returns {Step} */
function modules(live) {
  return {
    name: "modules",
    run: async (session) => {
      const reference = await session.paddlePort(
        live
          ? ["modules", ...recording("torch", session.variables[torch] ?? "", "factories:reference")]
          : [
              "modules",
              "bert_torch/modeling_bert.py:BertModel",
              "--config",
              "bert-config.json",
              "-o",
              "reference.json",
            ],
      );
      show(reference.stdout.trimEnd().split("\n"));
      const ported = await session.paddlePort([
        "modules",
        ...recording("paddle", session.variables[paddle] ?? "", "factories:port"),
      ]);
      show(ported.stdout.trimEnd().split("\n"));
      const origin = live ? "recorded in PyTorch" : "read from source";
      return {
        result: `reference ${origin}, port recorded in Paddle`,
        seconds: reference.seconds + ported.seconds,
      };
    },
  };
}

/** @param {"torch" | "paddle"} framework @param {string} python @param {string} model */
function recording(framework, python, model) {
  const output = framework === "torch" ? "reference.json" : "port.json";
  return ["--framework", framework, "--python", python, "--model", model, "--path", ".", "-o", output];
}

/** @type {Step} */
const plan = {
  name: "plan",
  run: async (session) => {
    const trees = ["--source", "reference.json", "--target", "port.json"];
    const ran = await session.paddlePort(["plan", ...trees, "--checkpoint", "checkpoint", "-o", "plan.json"]);
    const lines = ran.stdout.trimEnd().split("\n");
    show(lines);
    return { result: lines[0] ?? "", seconds: ran.seconds };
  },
};

/** @type {Step} */
const convert = {
  name: "convert",
  run: async (session) => {
    const ran = await session.paddlePort([
      "convert",
      "plan.json",
      "--checkpoint",
      "checkpoint",
      "--out",
      "converted",
    ]);
    show(ran.stdout.trimEnd().split("\n"));
    return { result: ran.stdout.split(" written")[0] ?? "", seconds: ran.seconds };
  },
};

/** @type {Step} */
const script = {
  name: "script",
  run: async (session) => {
    const made = await session.paddlePort(["script", "plan.json", "-o", "convert.py"]);
    show(made.stdout.trimEnd().split("\n"));
    const out = "converted-by-script";
    const ran = await session.python(paddle, ["convert.py", "--checkpoint", "checkpoint", "--out", out]);
    show(ran.stdout.trimEnd().split("\n"));
    const names = readdirSync(path.join(session.folder, "converted")).sort();
    const others = names.filter(
      (name) => digest(session, `converted/${name}`) !== digest(session, `${out}/${name}`),
    );
    if (others.length > 0 || readdirSync(path.join(session.folder, out)).length !== names.length) {
      throw new SetupError(`The script and \`convert\` wrote different files: ${others.join(", ")}.`);
    }
    const result = `convert.py wrote the same ${String(names.length)} files, byte for byte`;
    show([`${result}.`]);
    return { result, seconds: made.seconds + ran.seconds };
  },
};

/** @type {Step} */
const verify = {
  name: "verify",
  run: async (session) => {
    const ran = await session.paddlePort([
      "verify",
      "plan.json",
      "--checkpoint",
      "checkpoint",
      "--out",
      "converted",
    ]);
    show(ran.stdout.trimEnd().split("\n"));
    return { result: ran.stdout.split(" (")[0]?.trim() ?? "", seconds: ran.seconds };
  },
};

/** @param {boolean} live @returns {Step} */
function align(live) {
  return {
    name: "align",
    run: async (session) => {
      const spec = live ? "align.live.yaml" : "align.yaml";
      // Exit code 1 is a divergence: shown, and then a failure of the demo.
      const ran = await session.paddlePort(["align", spec, "--report", "report"], [0, 1]);
      show((ran.stdout.split(/\n\n(?:Sentence|Report)/)[0] ?? "").split("\n"));
      if (ran.code !== 0) throw new SetupError("The port and the reference are not aligned.");
      const { coverage } = JSON.parse(read(session, "report/report.json"));
      const { compared, total } = coverage.modules;
      return {
        result: `aligned; ${String(compared)} of ${String(total)} modules with parameters compared`,
        seconds: ran.seconds,
      };
    },
  };
}

/** @param {boolean} live whether PyTorch runs as the reference @returns {Step[]} */
export function pipeline(live) {
  return [check, port, modules(live), plan, convert, script, verify, align(live)];
}

/** @param {readonly string[]} lines */
function show(lines) {
  for (const line of lines) process.stdout.write(`${wrap(line, { indent: 2, hanging: 6 })}\n`);
}

/** @param {Session} session @param {string} file */
function read(session, file) {
  return readFileSync(path.join(session.folder, file), "utf8");
}

/** @param {Session} session @param {string} file */
function digest(session, file) {
  const name = path.join(session.folder, file);
  return existsSync(name) ? createHash("sha256").update(readFileSync(name)).digest("hex") : undefined;
}
