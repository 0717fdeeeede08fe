import { expect, it } from "vitest";

import { parseAlignSpec } from "../../../src/core/align/spec.js";
import { specTemplate } from "../../../src/host/alignment/template.js";

it("the template of an align.yaml is a valid specification", () => {
  const spec = parseAlignSpec(specTemplate, "align.yaml");
  expect(spec.reference).toMatchObject({ kind: "torch", model: "factories:reference" });
  expect(Object.keys(spec.inputs.random ?? {})).toEqual(["input_ids"]);
});
