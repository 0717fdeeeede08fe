import { describe, expect, it } from "vitest";

import { parseSignature } from "../../../src/core/api/signature.js";
import { findCall, replaceArguments } from "../../../scripts/prove/callText.js";
import { boundValues, deriveForms } from "../../../scripts/prove/forms.js";

function forms(source: string, callee: string, signatures: string[]): Record<string, string> {
  const call = findCall(source, [callee]);
  if (call === undefined) throw new Error(`no call of ${callee}`);
  const derived = deriveForms(call, signatures.map(parseSignature));
  return Object.fromEntries(
    derived.map((form) => [form.label, replaceArguments(source, call, form.arguments)]),
  );
}

describe("findCall", () => {
  it("takes nested brackets, commas in text and keywords apart", () => {
    const call = findCall("y = torch.f((1, 2), a=g(x, 3), b='p,q)')[0]", ["torch.f"]);
    expect(call?.arguments).toEqual([
      { text: "(1, 2)" },
      { name: "a", text: "g(x, 3)" },
      { name: "b", text: "'p,q)'" },
    ]);
  });

  it("does not take a longer name for the callee", () => {
    expect(findCall("mytorch.f(1)", ["torch.f"])).toBeUndefined();
    expect(findCall("x.f(1)", [".f"])?.arguments).toEqual([{ text: "1" }]);
  });
});

describe("deriveForms", () => {
  it("writes a call by keyword, reversed, and with each default spelled out", () => {
    expect(forms("torch.f(x, 1)", "torch.f", ["(input, dim, keep=False)"])).toEqual({
      "as written": "torch.f(x, 1)",
      "by keyword": "torch.f(input=x, dim=1)",
      "keywords reversed": "torch.f(dim=1, input=x)",
      "keep spelled out": "torch.f(x, 1, keep=False)",
    });
  });

  it("writes keywords by position only where no parameter is jumped over", () => {
    const derived = forms("torch.f(x, keep=True)", "torch.f", ["(input, dim=None, keep=False)"]);
    expect(Object.values(derived)).not.toContain("torch.f(x, True)");
    expect(forms("torch.f(x, dim=1)", "torch.f", ["(input, dim=None)"])["by position"]).toBe("torch.f(x, 1)");
  });

  it("leaves a default out that the proof spells", () => {
    expect(forms("torch.f(x, dim=0)", "torch.f", ["(input, dim=0)"])["defaults left out"]).toBe(
      "torch.f(input=x)",
    );
  });

  it("writes several values as a tuple, a list and starred", () => {
    expect(forms("x.f(2, 3)", ".f", ["(*shape)"])).toEqual({
      "as written": "x.f(2, 3)",
      "as a tuple": "x.f((2, 3))",
      "as a list": "x.f([2, 3])",
      starred: "x.f(*(2, 3))",
      "a list by keyword": "x.f(shape=[2, 3])",
    });
  });
});

describe("boundValues", () => {
  it("names what each value is given for", () => {
    const call = findCall("torch.f(x, keep=True)", ["torch.f"]);
    const signatures = [parseSignature("(input, dim=None, keep=False)")];
    expect(call === undefined ? undefined : [...(boundValues(call, signatures) ?? [])]).toEqual([
      ["input", "x"],
      ["keep", "True"],
    ]);
  });
});
