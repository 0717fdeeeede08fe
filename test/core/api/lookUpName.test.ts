import { describe, expect, it } from "vitest";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { describeRow } from "../../../src/core/api/describeRow.js";
import { lookUpName, nearestNames } from "../../../src/core/api/lookUpName.js";

const catalog = bundledCatalog();

describe("lookUpName", () => {
  it.each([
    ["torch.Tensor.permute", "torch.Tensor.permute"],
    ["Tensor.permute", "torch.Tensor.permute"],
    ["x.permute(0, 2, 1)", "torch.Tensor.permute"],
    ["nn.Linear", "torch.nn.Linear"],
    ["Linear", "torch.nn.Linear"],
    ["F.relu", "torch.nn.functional.relu"],
    ["torch.long", "torch.int64"],
    ["Module.eval", "torch.nn.Module.eval"],
  ])("%s means %s", (spelling, name) => {
    expect(lookUpName(catalog, spelling)?.name).toBe(name);
  });

  it("suggests what resembles a name that is not known", () => {
    expect(lookUpName(catalog, "torch.Tensor.premute")).toBeUndefined();
    expect(nearestNames(catalog, "torch.Tensor.premute")[0]).toBe("torch.permute");
    expect(nearestNames(catalog, "F.rellu")).toContain("torch.nn.functional.relu");
    expect(nearestNames(catalog, "completely_unrelated_name_of_nothing")).toEqual([]);
  });
});

describe("describeRow", () => {
  const describe_ = (name: string, version: "3.0" | "3.3" = "3.0") => {
    const row = catalog.row(name);
    if (row === undefined) throw new Error(name);
    return describeRow(catalog, row, version);
  };

  it("groups overloads that are written alike and keeps others apart", () => {
    expect(describe_("torch.Tensor.max").forms.map((form) => form.write)).toEqual([
      "paddle.Tensor.max",
      "max_along(self, dim, keepdim)",
      "paddle.maximum(self, other)",
    ]);
    expect(describe_("torch.Tensor.squeeze").forms).toHaveLength(1);
  });

  it("says what to do where there is no counterpart", () => {
    const [form] = describe_("torch.compile").forms;
    expect(form?.write).toBeNull();
    expect(form?.advice).toContain("to_static");
  });

  it("follows the version", () => {
    expect(describe_("torch.nn.Module.eval", "3.0").forms[0]?.write).toContain("helper");
    expect(describe_("torch.nn.Module.eval", "3.3").forms[0]?.write).toBe("paddle.nn.Layer.eval");
  });
});
