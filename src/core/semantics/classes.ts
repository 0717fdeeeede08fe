import type { Catalog } from "../api/catalog.js";
import type { FoundMember, Lineage } from "./hierarchy.js";
import type { ProjectClass } from "./symbols.js";
import { withFound } from "./symbols.js";
import type { Inferred, Type } from "./types.js";
import { joinAll, members, unknown } from "./types.js";

/** A class and its project ancestors in method resolution order (depth first, which suffices for single inheritance). */
export function ancestry(of: ProjectClass): readonly ProjectClass[] {
  return lineage(of).ancestry;
}

/** Qualified names of the library classes that a project class derives from. */
export function externalBases(of: ProjectClass): readonly string[] {
  return lineage(of).externalBases;
}

/** True when every ancestor is known, so that a name that is not found does not exist. */
export function hierarchyKnown(of: ProjectClass): boolean {
  return lineage(of).known;
}

function lineage(of: ProjectClass): Lineage {
  return of.module.hierarchy.lineage(of, () => {
    const above = collectAncestry(of);
    const externals = above.flatMap((current) =>
      current.bases.flatMap((base) =>
        members(base).flatMap((member) => (member.kind === "external" ? [member.name] : [])),
      ),
    );
    const known = above.every((current) =>
      current.bases.every((base) => base.kind === "class" || base.kind === "external"),
    );
    return { ancestry: above, externalBases: externals, known };
  });
}

function collectAncestry(of: ProjectClass): ProjectClass[] {
  const result: ProjectClass[] = [];
  const visit = (current: ProjectClass): void => {
    if (result.includes(current)) return;
    result.push(current);
    for (const base of current.bases)
      for (const member of members(base)) if (member.kind === "class") visit(member.of);
  };
  visit(of);
  return result;
}

const moduleClasses = new Set([
  "torch.nn.Module",
  "torch.nn.modules.module.Module",
  "paddle.nn.Layer",
  "paddle.nn.Module",
]);

/** True for `nn.Module` and its subclasses, by qualified name. */
export function isModuleClass(name: string, catalog: Catalog): boolean {
  if (moduleClasses.has(name)) return true;
  if (/^paddle\.nn\.[A-Z]\w*$/.test(name)) return true;
  let row = catalog.row(name);
  while (row?.kind === "class") {
    if (moduleClasses.has(row.name)) return true;
    if (row.base === undefined) return false;
    row = catalog.row(row.base);
  }
  return /^torch\.nn\.[A-Z]\w*$/.test(name) && name !== "torch.nn.Parameter";
}

export function isModuleSubclass(of: ProjectClass, catalog: Catalog): boolean {
  return externalBases(of).some((name) => isModuleClass(name, catalog));
}

/** True for types that are instances of `nn.Module` or its subclasses. */
export function isModuleInstance(type: Type, catalog: Catalog): boolean {
  if (type.kind === "object") return isModuleSubclass(type.of, catalog);
  return type.kind === "instance" && isModuleClass(type.of, catalog);
}

/**
 * Finds a name in a class hierarchy: an attribute set on `self` or in a class body (the join over all classes that an
 * instance may have), or a method. An overridden method is the first one found, and only likely.
 */
export function findMember(of: ProjectClass, name: string): FoundMember {
  return of.module.hierarchy.lookUp(of, name, () => search(of, name));
}

/** Notes what an attribute of a class's instances is given. */
export function noteAttribute(of: ProjectClass, name: string, value: Inferred): void {
  if (of.module.hierarchy.settled) return;
  of.module.hierarchy.define(of, name, "attribute");
  of.foundAttributes = withFound(of.foundAttributes, name, value);
}

function search(of: ProjectClass, name: string): FoundMember {
  const above = ancestry(of);
  const below = of.module.hierarchy.definersBelow(of, name);
  const values: Inferred[] = [];
  for (const current of [...above, ...below]) {
    const attribute = current.attributes.get(name) ?? current.foundAttributes.get(name);
    if (attribute !== undefined) values.push(attribute);
    const member = current.methods.has(name) ? undefined : current.members.get(name);
    if (member !== undefined) values.push(member);
  }
  const owner = above.find((current) => current.methods.has(name));
  const method = owner?.methods.get(name);
  if (values.length > 0) {
    // A name that is a method in one class and a value in another may be either.
    return { inferred: method === undefined ? joinAll(values) : joinAll([...values, unknown]) };
  }
  if (method === undefined) return null;
  return { method, overridden: below.some((current) => current.methods.has(name)) };
}
