// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureEnvironment, root } from "./bootstrap.mjs";
import { countPytest, countVitest, sum } from "./reports.mjs";
import { runStep } from "./steps.mjs";

/** @typedef {import("./reports.mjs").Count} Count */
/** @typedef {import("./pythonEnvironments.mjs").EnvironmentName} EnvironmentName */
/** @typedef {{python?: string | undefined, env: Record<string, string>}} TierOptions */
/** @typedef {{what: string, run: (options: TierOptions) => Promise<Count>}} Step */

/**
 * A check that passes or fails as a whole: a program of an npm package.
 * @param {string} what
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @returns {Step}
 */
export function nodeCheck(what, script, args) {
  return whole(what, ({ env }) =>
    runStep(process.execPath, [path.join(root, "node_modules", script), ...args], { cwd: root, env }),
  );
}

/**
 * A check that passes or fails as a whole: a Python module of the environment "tools".
 * @param {string} what
 * @param {readonly string[]} args after `python -m`
 * @returns {Step}
 */
export function pythonCheck(what, args) {
  return whole(what, async ({ python, env }) => {
    const tools = await ensureEnvironment("tools", { python });
    return runStep(tools.python, ["-m", ...args], { cwd: path.join(root, "python"), env });
  });
}

/**
 * Checks that need not wait for one another.
 * @param {readonly Step[]} steps
 * @returns {Step}
 */
export function atOnce(steps) {
  return {
    what: steps.map(({ what }) => what).join("; "),
    run: async (options) => sum(await Promise.all(steps.map((step) => step.run(options)))),
  };
}

/** @param {string} project of vitest.config.mts @returns {Step} */
export function vitest(project) {
  const what = `vitest ${project}`;
  return counted(what, "report.json", countVitest, ({ env }, report) =>
    runStep(
      process.execPath,
      [
        ...[path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", project],
        ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      ],
      { cwd: root, env },
    ),
  );
}

/**
 * Our Python tests, run by one environment's interpreter. pytest itself comes from "tools", which is made from the
 * same base Python, so that the environments of the demo hold nothing for tests.
 * @param {EnvironmentName} environment
 * @param {string} marker pytest's -m expression
 * @returns {Step}
 */
export function pytest(environment, marker) {
  const what = `pytest ${environment}`;
  return counted(what, "report.xml", countPytest, async ({ python, env }, report) => {
    const tools = await ensureEnvironment("tools", { python });
    const { python: interpreter } = await ensureEnvironment(environment, { python });
    return runStep(
      interpreter,
      ["-m", "pytest", "-q", "--disable-warnings", "-m", marker, `--junit-xml=${report}`],
      {
        cwd: path.join(root, "python"),
        env: {
          ...env,
          PYTHONPATH: [path.join(root, "python"), tools.packages].join(path.delimiter),
          PYTHONDONTWRITEBYTECODE: "1",
          // Some dependencies of the frameworks bring plugins of their own.
          PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1",
        },
      },
    );
  });
}

/** @param {string} what @param {(options: TierOptions) => Promise<number>} run @returns {Step} */
function whole(what, run) {
  return {
    what,
    run: async (options) =>
      (await run(options)) === 0
        ? { passed: 1, failed: 0, notes: [] }
        : { passed: 0, failed: 1, notes: [`failed: ${what}`] },
  };
}

/**
 * @param {string} what
 * @param {string} reportName
 * @param {(text: string) => Count} read
 * @param {(options: TierOptions, report: string) => Promise<number>} run
 * @returns {Step}
 */
function counted(what, reportName, read, run) {
  return {
    what,
    run: async (options) => {
      const folder = mkdtempSync(path.join(tmpdir(), "paddle-port-test-"));
      try {
        const report = path.join(folder, reportName);
        const code = await run(options, report);
        const count = existsSync(report)
          ? read(readFileSync(report, "utf8"))
          : { passed: 0, failed: 0, notes: [] };
        // A runner that found no tests or broke down has not shown anything.
        if (count.failed > 0 || (code === 0 && count.passed > 0)) return count;
        const why = code === 0 ? "ran no tests" : `ended with exit code ${String(code)}`;
        return { passed: count.passed, failed: 1, notes: [...count.notes, `failed: ${what} ${why}`] };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
