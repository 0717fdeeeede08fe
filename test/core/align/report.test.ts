import { describe, expect, it } from "vitest";

import { reportHtml } from "../../../src/core/align/html/page.js";
import {
  alignReport,
  reportNumber,
  type AlignReport,
  type ReportComparison,
} from "../../../src/core/align/report.js";

const comparison: ReportComparison = {
  verdict: "structural",
  floor: 1e-7,
  floorSource: "measured",
  tolerance: 1e-6,
  structural: 1e-3,
  relativeL2: 0.25,
  oneMinusCosine: 0.03,
  maximum: { difference: 2, index: [1, 2], reference: 1, port: 3 },
  meanDifference: 0.1,
  notFinite: { reference: 0, port: 0, differing: 0 },
  byMask: { real: 0.2, padding: 0.3 },
};

const environment: AlignReport["environment"]["port"] = {
  framework: "paddle",
  version: "3.3.1",
  python: "3.11",
  platform: "Linux",
  device: "cpu",
  threads: 1,
  numericFlags: { tf32: false },
  model: "port:build",
  origin: "live",
};

const report: AlignReport = {
  schemaVersion: 1,
  kind: "paddle-port/alignment",
  producer: "paddle-port 0",
  device: { used: "cpu", line: "Device: CPU, since a test says so." },
  verdict: "diverged",
  evidence: ["one <b>line</b> of evidence"],
  firstDivergence: {
    reference: "encoder.query",
    port: "encoder.q",
    class: "torch.nn.Linear",
    mode: "isolated",
    error: 0.25,
    tolerance: 1e-6,
    verdict: "structural",
    explanation: "the weight is stored transposed",
  },
  failures: [
    {
      reference: "encoder.query",
      port: "encoder.q",
      occurrence: 0,
      explanation: "the weight is stored transposed",
      restoredBy: "the weight is stored transposed",
      probes: [
        { hypothesis: "the weight is stored transposed", error: 1e-7, restores: true },
        { hypothesis: "another epsilon", error: null, restores: false },
      ],
    },
  ],
  worst: { isolated: { module: "encoder.query", error: 0.25, timesFloor: 2.5e6 } },
  tolerance: { factor: 10, noiseMethods: ["the same modules in float64"] },
  layers: [
    {
      reference: "encoder.query",
      port: "encoder.q",
      class: "torch.nn.Linear",
      occurrence: 0,
      order: 0,
      parameters: ["encoder.query.weight"],
      isolated: "structural",
      propagated: "structural",
      notes: [],
      slots: [{ slot: "0", shape: [2, 3], dtype: "float32", isolated: comparison, propagated: comparison }],
    },
  ],
  outputs: [],
  coverage: {
    modules: { total: 3, compared: 1, credited: 1 },
    parameters: { total: 4, compared: 1, credited: 1 },
    credited: [
      {
        module: "encoder.gate",
        class: "Linear",
        parameters: ["encoder.gate.weight"],
        reason: "the encoder depends on it",
        by: "dependence",
        through: "encoder",
        timesTolerance: 12,
      },
    ],
    missing: [{ module: "pooler", class: "Linear", parameters: ["pooler.weight"], reason: "never called" }],
    idle: [{ parameter: "scale", reason: "no effect: it is the same" }],
  },
  inputs: { sha256: "abc", seed: 0, sentences: ['<script>alert("x")</script>'], tensors: [] },
  similarity: {
    sentences: ["one", "two & three"],
    pooling: "mean",
    reference: [
      [1, 0.5],
      [0.5, 1],
    ],
    port: [
      [1, "NaN"],
      ["NaN", 1],
    ],
    greatestDifference: "NaN",
    outputs: [],
  },
  environment: { reference: { ...environment, framework: "torch", origin: "recorded" }, port: environment },
  rerun: "paddle-port align align.yaml",
};

describe("the report", () => {
  it("fits its own schema, also after a round through JSON", () => {
    expect(alignReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect([NaN, Infinity, -Infinity, 0.5].map(reportNumber)).toEqual(["NaN", "Infinity", "-Infinity", 0.5]);
  });

  const html = reportHtml(report);

  it("says the device first, then the verdict, then what diverges first and why", () => {
    const body = html.slice(html.indexOf("<body>"));
    const places = [
      "Device: CPU, since a test says so.",
      "Diverged",
      "encoder.query",
      "the weight is stored transposed",
    ];
    const found = places.map((text) => body.indexOf(text));
    expect(found.every((at) => at >= 0)).toBe(true);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it("shows errors, index, both values, coverage, both matrices and how to run it again", () => {
    for (const text of [
      "2.5e-1",
      "[1, 2]",
      "1 → 3",
      "padding 3.0e-1",
      "pooler.weight",
      "encoder.gate.weight",
      "the encoder depends on it",
      "no effect: it is the same",
      "2 of 3 modules",
      "0.5000",
      "NaN",
      "paddle-port align align.yaml",
    ]) {
      expect(html).toContain(text);
    }
  });

  it("escapes what comes from outside and loads nothing", () => {
    expect(html).not.toContain("<script>alert");
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(html).toContain("two &amp; three");
    expect(html).not.toContain("one <b>line");
    expect(html).not.toMatch(/\b(src|href)="(?!#)|url\(|@import|https?:/);
  });
});
