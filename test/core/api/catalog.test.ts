import { describe, expect, it } from "vitest";

import { Catalog } from "../../../src/core/api/catalog.js";
import type { CatalogRow, TargetForm, VerifiedEntry } from "../../../src/core/api/schema.js";

function row(name: string, paddle: TargetForm[], aliases: string[] = []): CatalogRow {
  return {
    name,
    aliases,
    kind: "function",
    signatures: [],
    returns: "tensor",
    attributes: {},
    paddle,
    hash: `hash of ${name}`,
  };
}

const old: TargetForm = { since: "3.0", to: "paddle.old" };
const recent: TargetForm = { since: "3.2", to: "paddle.recent" };

describe("Catalog", () => {
  const catalog = new Catalog([
    row("torch.a", [recent, old], ["torch.b"]),
    row("torch.Tensor.view", [old]),
    row("torch.late", [recent]),
    row("torch.many", [old, { ...recent, since: "3.0", overload: 1 }]),
  ]);
  const get = (name: string): CatalogRow => {
    const found = catalog.row(name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  it("resolves aliases and methods", () => {
    expect(catalog.row("torch.b")).toBe(catalog.row("torch.a"));
    expect(catalog.method("view")?.name).toBe("torch.Tensor.view");
    expect(catalog.method("a")).toBeUndefined();
    expect([...catalog.tensorAttributeNames()]).toEqual(["view"]);
  });

  it("chooses the highest form not above the minimum version", () => {
    expect(catalog.form(get("torch.a"), "3.0")).toBe(old);
    expect(catalog.form(get("torch.a"), "3.1")).toBe(old);
    expect(catalog.form(get("torch.a"), "3.3")).toBe(recent);
    expect(catalog.form(get("torch.late"), "3.1")).toBeUndefined();
  });

  it("prefers the form for the overload", () => {
    expect(catalog.form(get("torch.many"), "3.0", 0)?.to).toBe("paddle.old");
    expect(catalog.form(get("torch.many"), "3.0", 1)?.to).toBe("paddle.recent");
  });
});

describe("Catalog.verified", () => {
  const entry = (paddle: string[], hash = "hash of torch.a"): Record<string, VerifiedEntry> => ({
    "torch.a": { row: hash, paddle, arguments: [], forms: 1 },
  });
  const verified = (entries: Record<string, VerifiedEntry>, version: "3.0" | "3.2" | "3.3"): boolean => {
    const subject = row("torch.a", [old]);
    return new Catalog([subject], entries).verified(subject, version) !== undefined;
  };

  it("needs both ends of the range of versions", () => {
    expect(verified(entry(["3.0.0", "3.3.1"]), "3.0")).toBe(true);
    expect(verified(entry(["3.0.0", "3.3.1"]), "3.2")).toBe(true);
    expect(verified(entry(["3.3.1"]), "3.0")).toBe(false);
    expect(verified(entry(["3.3.1"]), "3.3")).toBe(true);
    expect(verified(entry(["3.0.0"]), "3.0")).toBe(false);
  });

  it("does not count evidence for an earlier state of the row", () => {
    expect(verified(entry(["3.0.0", "3.3.1"], "another"), "3.0")).toBe(false);
  });
});
