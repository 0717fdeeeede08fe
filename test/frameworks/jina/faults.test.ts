import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { faults } from "../../../scripts/faults/catalogue.js";
import { refusals } from "../../../scripts/faults/refusals.js";
import { check, runFault } from "../../../scripts/faults/runFault.js";
import { Workspace } from "../../../scripts/faults/workspace.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";
import { Random } from "../../support/fuzz/random.js";

/** All of them on both versions in `npm run test:full`, else some of them on one. */
const full = process.env["PADDLE_PORT_FULL"] === "1";
const versions = full ? (["3.0.0", "3.3.1"] as const) : (["3.3.1"] as const);
const pythons = Object.fromEntries(versions.map((version) => [version, paddlePython(version)]));

function sample(count: number): typeof faults {
  const random = new Random(6);
  const left = [...faults];
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)).flat();
}

describe.each(full ? [1, 2, 3] : [1])("Jina-CLIP-v2 with the weights of seed %i", (seed) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await Workspace.create(seed, torchPython(), paddlePython("3.3.1"));
  });
  afterAll(() => workspace.remove());

  it.each(versions)("gives no false alarm on Paddle %s", async (version) => {
    const spec = await workspace.specification("retrieval", { code: "paddle", weights: "converted" });
    const report = await check(workspace, "retrieval", spec, paddlePython(version));
    expect(report.failures).toEqual([]);
    expect(report.verdict).toBe("aligned");
  });

  if (seed !== 1) return;
  it.each(full ? faults : sample(4))("shows $id: $what", async (fault) => {
    const outcomes = await runFault(workspace, fault, pythons);
    for (const { paddle, answer } of outcomes)
      expect({ paddle, problems: answer.problems }).toEqual({ paddle, problems: [] });
  });

  it.each(refusals)("converts nothing where $what", async (refusal) => {
    const { code, output } = await workspace.refuse(refusal);
    expect(output).toMatch(refusal.complaint);
    expect(code).toBe(2);
  });
});
