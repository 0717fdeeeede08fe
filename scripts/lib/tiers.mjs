// @ts-check
import { atOnce, nodeCheck, pytest, pythonCheck, vitest } from "./tierSteps.mjs";

/**
 * A tier of the tests: what it needs and what it runs, in order.
 * @typedef {object} Tier
 * @property {string} name
 * @property {import("./pythonEnvironments.mjs").EnvironmentName[]} environments built before it starts
 * @property {boolean} alone whether it runs only when asked for by name
 * @property {string} [lacking] what this machine lacks for it: said at the end of a run that left it out
 * @property {import("./tierSteps.mjs").Step[]} steps
 */

/**
 * Type-checks one configuration, looking only at what changed since the last time.
 * @param {string} what
 * @param {string} config
 */
function types(what, config) {
  const memory = `node_modules/.cache/${config}.tsbuildinfo`;
  return nodeCheck(what, "typescript/bin/tsc", [
    "-p",
    config,
    "--noEmit",
    "--incremental",
    "--tsBuildInfoFile",
    memory,
  ]);
}

const typecheck = [
  types("types of everything", "tsconfig.json"),
  types("types of core and shared, which may use nothing of Node", "tsconfig.core.json"),
  types("types of the webviews, which run in a browser", "src/webview/tsconfig.json"),
];

/** Whether the editor that the tests drive exists for this machine. */
const editorRuns = process.platform === "linux" && process.arch === "x64";

/** @type {readonly Tier[]} */
export const tiers = [
  {
    name: "static",
    environments: ["tools"],
    alone: false,
    steps: [
      atOnce(typecheck),
      nodeCheck("lint", "eslint/bin/eslint.js", [".", "--max-warnings=0"]),
      nodeCheck("format", "prettier/bin/prettier.cjs", ["--check", "--log-level=warn", "."]),
      nodeCheck("generated files are current", "tsx/dist/cli.mjs", ["scripts/generate.ts", "--check"]),
      pythonCheck("lint of our Python", ["ruff", "check", "."]),
      pythonCheck("types of our Python", ["mypy"]),
    ],
  },
  { name: "core", environments: [], alone: false, steps: [vitest("core")] },
  { name: "quick", environments: [], alone: true, steps: [atOnce([...typecheck, vitest("core")])] },
  {
    name: "python",
    environments: ["tools", "torch", "paddle-3.0.0", "paddle-3.3.1"],
    alone: false,
    steps: [
      pytest("tools", "not torch and not paddle"),
      pytest("torch", "torch"),
      pytest("paddle-3.0.0", "paddle"),
      pytest("paddle-3.3.1", "paddle"),
    ],
  },
  {
    name: "frameworks",
    environments: [
      "example",
      "torch",
      "onnx",
      "paddle-3.0.0",
      "paddle-3.1.1",
      "paddle-3.2.2",
      "paddle-3.3.1",
    ],
    alone: false,
    steps: [vitest("frameworks")],
  },
  {
    name: "editor",
    environments: ["example", "torch", "paddle-3.3.1"],
    alone: !editorRuns,
    ...(editorRuns ? {} : { lacking: "the editor that it drives is built for Linux on x64 only" }),
    steps: [vitest("editor")],
  },
];
