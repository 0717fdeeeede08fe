import { expect, it } from "vitest";

import type { Inferred } from "../../../src/core/semantics/types.js";
import { infer, join, joinAll, noneType, unknown, unknownType } from "../../../src/core/semantics/types.js";

function because(reason: string): Inferred {
  return infer(noneType, "likely", reason);
}

it("a join says each reason once, in the order in which they came", () => {
  const joined = joinAll(["a list", "its default", "a list", "its default"].map(because));
  expect(joined.reason).toBe("a list; or its default");
  expect(join(joined, join(because("a call"), because("a list"))).reason).toBe(
    "a list; or its default; or a call",
  );
});

it("a join says no more reasons than a person reads, and each of them whole", () => {
  const reasons = Array.from({ length: 100 }, (_, index) => `result of function_${index}`);
  const { reason } = joinAll(reasons.map(because));
  expect(reason.length).toBeLessThan(330);
  expect(reason.split("; or ").length).toBeGreaterThan(5);
  for (const each of reason.split("; or ")) expect(reasons).toContain(each);
});

it("joining what is known already makes nothing new", () => {
  const first = join(because("a list"), infer(unknownType, "unknown", "its default"));
  expect(join(first, because("a list"))).toBe(first);
  expect(join(unknown, unknown)).toBe(unknown);
});
