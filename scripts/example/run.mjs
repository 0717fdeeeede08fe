// @ts-check
import { writeFileSync } from "node:fs";
import path from "node:path";

import { Session } from "../demo/session.mjs";
import { table } from "../demo/text.mjs";
import { walk } from "../demo/walk.mjs";
import { root } from "../lib/bootstrap.mjs";
import { fillJina, jinaSteps, programVersion } from "./jina.mjs";
import { towerRows, worstOfAll } from "./towers.mjs";

/**
 * Takes Jina-CLIP-v2 the whole way in a folder that is emptied first, and leaves summary.json there.
 * @param {object} options
 * @param {string} options.folder
 * @param {Readonly<Record<string, string>>} options.variables the interpreters
 * @param {boolean} options.live whether PyTorch runs
 * @returns {Promise<{rows: string[][], failure: string | undefined, summary: string, towers: string}>}
 */
export async function runJina({ folder, variables, live }) {
  fillJina(folder);
  const session = new Session(folder, path.join(root, "dist", "cli.cjs"), variables);
  /** @type {import("./jina.mjs").Facts} */
  const facts = {};
  const { rows, failure } = await walk(session, jinaSteps(live, facts));
  const alignments = facts.alignments ?? [];
  const { findings, port, plans, fullSize, conversions } = facts;
  const worst = worstOfAll(alignments);
  // Where PyTorch runs, it is the one that may have a GPU.
  const told = alignments.find(({ reference }) => reference === "torch") ?? alignments[0];
  const summary = path.join(folder, "summary.json");
  const document = {
    schemaVersion: 1,
    kind: "paddle-port/example-summary",
    model: "jina-clip-v2",
    holds: failure === undefined,
    ...(failure === undefined ? {} : { failure }),
    device: told?.device ?? null,
    versions: {
      paddlePort: programVersion(),
      node: process.versions.node,
      port: told?.versions.port ?? null,
      references: Object.fromEntries(
        alignments.map(({ reference, versions }) => [reference, versions.reference]),
      ),
    },
    findings,
    port,
    plans,
    fullSize,
    conversions,
    worst,
    alignments,
    seconds: Object.fromEntries(rows.map(([name = "", , seconds]) => [name, Number(seconds)])),
  };
  writeFileSync(summary, `${JSON.stringify(document, undefined, 2)}\n`);
  return { rows, failure, summary, towers: worst.length === 0 ? "" : table(towerRows(worst)) };
}
