// @ts-check
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

import {
  convertByScript,
  differingFiles,
  paddle,
  portedLines,
  read,
  show,
  showAll,
  torch,
} from "../demo/walk.mjs";
import { ensureEnvironment, root } from "../lib/bootstrap.mjs";
import { SetupError } from "../lib/steps.mjs";
import { fullSize, planOfFullSize } from "./checkpointFacts.mjs";
import { alignmentOf } from "./towers.mjs";

/** @typedef {import("../demo/walk.mjs").Step} Step */
/** @typedef {import("../demo/session.mjs").Session} Session */

/** The committed part of the example. */
export const jinaFolder = path.join(root, "examples", "jina-clip-v2");

/** The sizes of images that are compared; `suffix` is what their files are called by. */
export const sizes = [
  { suffix: "", pixels: 60, factory: "tiny" },
  { suffix: "-large", pixels: 90, factory: "tiny_large_image" },
];

/**
 * Empties a folder and fills it with the committed files, without the port, which is made anew.
 * @param {string} folder
 */
export function fillJina(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(jinaFolder)) {
    if (name !== "paddle") cpSync(path.join(jinaFolder, name), path.join(folder, name), { recursive: true });
  }
}

/**
 * What the steps find out, for summary.json.
 * @typedef {object} Facts
 * @property {{byCode: Record<string, number>, total: number, open: number}} [findings]
 * @property {{files: number, complete: number, copied: number, edits: number, lines: {removed: number, added: number, total: number}, equalsCommitted: boolean}} [port]
 * @property {Record<string, Record<string, number>>} [plans] counts by size of the model
 * @property {{tensors: number, parameters: number}} [fullSize]
 * @property {Record<string, {tensors: string, sameBytesByScript: boolean}>} [conversions]
 * @property {import("./towers.mjs").Alignment[]} [alignments]
 */

/** @param {Facts} facts @returns {Step} */
function port(facts) {
  return {
    name: "port",
    run: async (session) => {
      const ran = await session.paddlePort(["port", "reference", "paddle", "--report", "port-report.json"]);
      showAll(ran);
      /** @type {{files: {path: string, complete: boolean, findings: {code: string, status: string}[]}[], summary: {files: number, complete: number, fixed: number, open: number, copied: number}}} */
      const { files, summary } = JSON.parse(read(session, "port-report.json"));
      const findings = files.flatMap((file) => file.findings);
      /** @type {Record<string, number>} */
      const byCode = {};
      for (const { code } of findings) byCode[code] = (byCode[code] ?? 0) + 1;
      const names = files.map(
        (file) => /** @type {const} */ ([`reference/${file.path}`, `paddle/${file.path}`]),
      );
      const lines = portedLines(session, names);
      const others = differingFiles(path.join(jinaFolder, "paddle"), path.join(session.folder, "paddle"));
      facts.findings = { byCode, total: findings.length, open: summary.open };
      facts.port = {
        files: summary.files,
        complete: summary.complete,
        copied: summary.copied,
        edits: summary.fixed,
        lines,
        equalsCommitted: others.length === 0,
      };
      show([
        `Findings by code: ${Object.entries(byCode)
          .sort()
          .map(([code, count]) => `${code} ${String(count)}`)
          .join(", ")}.`,
        `Of ${String(lines.total)} lines ${String(lines.removed)} were replaced, by ${String(lines.added)}.`,
      ]);
      if (summary.open > 0 || summary.complete < summary.files)
        throw new SetupError("The port is not complete.");
      if (others.length > 0) {
        throw new SetupError(
          `The port is not the committed one: ${others.join(", ")} differ. Run npm run example:port and look at the difference.`,
        );
      }
      const result = `${String(summary.complete)} of ${String(summary.files)} files complete, as committed; ${String(lines.removed)} of ${String(lines.total)} lines changed`;
      return { result, seconds: ran.seconds };
    },
  };
}

/** @type {Step} */
const weights = {
  name: "weights",
  run: async (session) => {
    const ran = await session.python(paddle, ["make_tiny.py", "."]);
    const result = "tiny checkpoints and inputs from fixed seeds";
    show([`${result}: tiny, tiny-large, inputs.safetensors, inputs-large.safetensors`]);
    return { result, seconds: ran.seconds };
  },
};

/** @param {boolean} live @param {Facts} facts @returns {Step} */
function modules(live, facts) {
  return {
    name: "modules",
    run: async (session) => {
      let seconds = 0;
      const record = async (
        /** @type {"torch" | "paddle"} */ framework,
        /** @type {string} */ factory,
        /** @type {string} */ out,
      ) => {
        const [python, folder] = framework === "torch" ? [torch, "reference"] : [paddle, "paddle"];
        const ran = await session.paddlePort([
          ...["modules", "--framework", framework, "--python", session.variables[python] ?? ""],
          ...["--model", `factories:${factory}`, "--path", ".", "--path", folder, "-o", out],
        ]);
        showAll(ran);
        seconds += ran.seconds;
      };
      const models = [...sizes.map(({ suffix, factory }) => [`tiny${suffix}`, factory]), ["full", "full"]];
      for (const [name = "", factory = ""] of models) {
        if (live) {
          await record("torch", factory, `${name}.json`);
          checkTree(session, name);
        }
        await record("paddle", `${factory}_merged`, `${name}-port.json`);
      }
      facts.fullSize = elementsOf(treeOf(session, live ? "full.json" : "recordings/trees/full.json"));
      const { tensors, parameters } = facts.fullSize;
      if (tensors !== fullSize.tensors || parameters !== fullSize.parameters) {
        throw new SetupError(
          `The full model has ${String(tensors)} tensors with ${String(parameters)} parameters; the checkpoint has ${String(fullSize.tensors)} with ${String(fullSize.parameters)}.`,
        );
      }
      const result = `full size: ${String(tensors)} tensors, ${parameters.toLocaleString("en")} parameters`;
      show([`The reference at its ${result}.`]);
      return { result, seconds };
    },
  };
}

/** @param {Session} session @param {string} file @returns {Record<string, unknown> & {parameters: {shape: number[]}[]}} */
function treeOf(session, file) {
  return JSON.parse(read(session, file));
}

/** What PyTorch says now is what was recorded, apart from its version. @param {Session} session @param {string} name */
function checkTree(session, name) {
  const [now, recorded] = [`${name}.json`, `recordings/trees/${name}.json`].map((file) =>
    JSON.stringify({ ...treeOf(session, file), frameworkVersion: "" }),
  );
  if (now !== recorded) {
    throw new SetupError(
      `${name}.json is not the tree in recordings/trees. Run npm run example:record -- jina-clip-v2.`,
    );
  }
}

/** @param {{parameters: {shape: number[]}[]}} tree */
function elementsOf({ parameters }) {
  const sizesOf = parameters.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
  return { tensors: sizesOf.length, parameters: sizesOf.reduce((sum, size) => sum + size, 0) };
}

/** @param {boolean} live @param {Facts} facts @returns {Step} */
function plan(live, facts) {
  return {
    name: "plan",
    run: async (session) => {
      let seconds = 0;
      facts.plans = {};
      for (const name of [...sizes.map(({ suffix }) => `tiny${suffix}`), "full"]) {
        const file = `plan${name.replace("tiny", "").replace("full", "-full")}.json`;
        const ran = await session.paddlePort([
          ...[
            "plan",
            "--source",
            live ? `${name}.json` : `recordings/trees/${name}.json`,
            "--target",
            `${name}-port.json`,
          ],
          ...(name === "full" ? [] : ["--checkpoint", name]),
          ...["-o", file, "--format", "json"],
        ]);
        seconds += ran.seconds;
        /** @type {Record<string, number>} */
        const counts = JSON.parse(ran.stdout).counts;
        facts.plans[name] = counts;
        show([`${name}: ${countsText(counts)}, ${String(counts["undecided"])} undecided.`]);
        if (counts["undecided"] !== 0) throw new SetupError(`${file} leaves something undecided.`);
      }
      const full = facts.plans["full"] ?? {};
      for (const [what, count] of Object.entries(planOfFullSize)) {
        if (full[what] !== count) {
          throw new SetupError(
            `plan-full.json: ${what} is ${String(full[what])} and should be ${String(count)}.`,
          );
        }
      }
      return { result: countsText(full), seconds };
    },
  };
}

/** @param {Readonly<Record<string, number>>} counts */
function countsText(counts) {
  const of = (/** @type {string} */ what) => String(counts[what] ?? 0);
  return `${of("entries")} tensors: ${of("keep")} keep, ${of("transpose")} transpose (${of("square")} square), ${of("merged")} merged`;
}

/** @param {Facts} facts @returns {Step} */
function convert(facts) {
  return {
    name: "convert",
    run: async (session) => {
      let seconds = 0;
      facts.conversions = {};
      for (const { suffix } of sizes) {
        const [file, checkpoint, out] = [`plan${suffix}.json`, `tiny${suffix}`, `converted${suffix}`];
        const converted = await session.paddlePort([
          "convert",
          file,
          "--checkpoint",
          checkpoint,
          "--out",
          out,
        ]);
        showAll(converted);
        const script = await convertByScript(session, {
          plan: file,
          script: `convert${suffix}.py`,
          checkpoint,
          native: out,
          out: `${out}-by-script`,
        });
        const verified = await session.paddlePort(["verify", file, "--checkpoint", checkpoint, "--out", out]);
        showAll(verified);
        seconds += converted.seconds + script.seconds + verified.seconds;
        const tensors = verified.stdout.split(" (")[0]?.trim() ?? "";
        facts.conversions[checkpoint] = { tensors, sameBytesByScript: true };
      }
      return { result: "converter and script wrote the same bytes; every tensor as planned", seconds };
    },
  };
}

/**
 * @param {"recorded" | "onnx" | "torch"} kind
 * @param {Facts} facts
 * @returns {Step}
 */
function align(kind, facts) {
  return {
    name: `align ${kind}`,
    run: async (session) => {
      let seconds = 0;
      /** @type {string[]} */
      const results = [];
      for (const { suffix, pixels } of sizes) {
        const spec = `align${suffix}${kind === "torch" ? "" : `.${kind}`}.yaml`;
        const folder = `report-${kind}${suffix}`;
        // Exit code 1 is a divergence: shown, and then a failure.
        const ran = await session.paddlePort(["align", spec, "--report", folder], [0, 1]);
        show((ran.stdout.split("\n\nReport")[0] ?? "").split("\n"));
        seconds += ran.seconds;
        const found = alignmentOf(JSON.parse(read(session, `${folder}/report.json`)), kind, pixels);
        facts.alignments = [...(facts.alignments ?? []), found];
        if (ran.code !== 0) throw new SetupError(`${spec}: the port and the reference are not aligned.`);
        results.push(`${String(found.coverage.covered)} of ${String(found.coverage.total)}`);
      }
      return { result: `aligned at both sizes of images; ${results.join(" and ")} modules covered`, seconds };
    },
  };
}

/** @type {Step} */
const exportOnnx = {
  name: "export",
  run: async (session) => {
    // The packages of the exporters are lent to PyTorch's interpreter for this call alone.
    const { packages } = await ensureEnvironment("onnx");
    const ran = await session.python(torch, ["export_onnx.py", "."], { PYTHONPATH: packages });
    const result = "tiny.onnx and tiny-large.onnx exported anew";
    show([`${result}.`]);
    return { result, seconds: ran.seconds };
  },
};

/**
 * @param {boolean} live whether PyTorch runs; else its recordings and its exported models stand in for it
 * @param {Facts} facts filled by the steps
 * @returns {Step[]}
 */
export function jinaSteps(live, facts) {
  return [
    port(facts),
    weights,
    modules(live, facts),
    plan(live, facts),
    convert(facts),
    align("recorded", facts),
    ...(live ? [exportOnnx] : []),
    align("onnx", facts),
    ...(live ? [align("torch", facts)] : []),
  ];
}

/** The version of the program. */
export function programVersion() {
  return String(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).version);
}
