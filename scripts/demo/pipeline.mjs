// @ts-check
import path from "node:path";

import { SetupError } from "../lib/steps.mjs";
import { convertByScript, paddle, portedLines, read, show, showAll, torch } from "./walk.mjs";

/** @typedef {import("./walk.mjs").Step} Step */

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
    showAll(ran);
    /** @type {{files: {path: string, complete: boolean}[]}} */
    const report = JSON.parse(read(session, "port-report.json"));
    const lines = portedLines(
      session,
      report.files.map(({ path: file }) => [
        `bert_torch/${path.basename(file)}`,
        `bert_paddle/${path.basename(file)}`,
      ]),
    );
    show([
      `Of ${String(lines.total)} lines ${String(lines.removed)} were replaced, by ${String(lines.added)}.`,
    ]);
    const complete = report.files.filter((file) => file.complete).length;
    return {
      result: `${String(complete)} of ${String(report.files.length)} files complete, ${String(lines.removed)} of ${String(lines.total)} lines changed`,
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
      showAll(reference);
      const ported = await session.paddlePort([
        "modules",
        ...recording("paddle", session.variables[paddle] ?? "", "factories:port"),
      ]);
      showAll(ported);
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
    showAll(ran);
    return { result: ran.stdout.split(" written")[0] ?? "", seconds: ran.seconds };
  },
};

/** @type {Step} */
const script = {
  name: "script",
  run: (session) => {
    return convertByScript(session, {
      plan: "plan.json",
      script: "convert.py",
      checkpoint: "checkpoint",
      native: "converted",
      out: "converted-by-script",
    });
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
    showAll(ran);
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
