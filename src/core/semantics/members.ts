import type { Catalog } from "../api/catalog.js";
import type { CatalogRow } from "../api/schema.js";
import { externalBases, findMember, hierarchyKnown, isModuleClass } from "./classes.js";
import type { Engine } from "./frame.js";
import { builtinHasMember, isModuleMember, standardResult } from "./library.js";
import { shared } from "./ownership.js";
import { parseTypeExpression } from "./typeExpression.js";
import type { Framework, Inferred, Type } from "./types.js";
import {
  builtin,
  certain,
  infer,
  joinAll,
  members,
  owned,
  unknown,
  unknownType,
  laidOutLike,
  weaker,
} from "./types.js";

export function frameworkOf(name: string): Framework | null {
  if (name === "torch" || name.startsWith("torch.")) return "torch";
  return name === "paddle" || name.startsWith("paddle.") ? "paddle" : null;
}

/** The row that describes a member of a library class, looked for along the bases that rows state. */
export function classMemberRow(of: string, name: string, catalog: Catalog): CatalogRow | undefined {
  for (let current: string | undefined = of; current !== undefined; current = catalog.row(current)?.base) {
    const row = catalog.row(`${current}.${name}`);
    if (row !== undefined) return row;
  }
  return isModuleClass(of, catalog) ? catalog.row(`torch.nn.Module.${name}`) : undefined;
}

/** The type of `value.name`. */
export function memberOf(engine: Engine, value: Inferred, name: string): Inferred {
  if (value.type.kind !== "union") return oneMember(engine, value.type, value, name);
  const results = members(value.type)
    .filter((type) => type.kind !== "none" || members(value.type).length === 1)
    .map((type) => oneMember(engine, type, value, name));
  return joinAll(results);
}

function oneMember(engine: Engine, type: Type, value: Inferred, name: string): Inferred {
  const { catalog } = engine.project;
  const { confidence } = value;
  switch (type.kind) {
    case "external":
      return externalMember(engine, type.name, name, confidence);
    case "tensor":
      return tensorMember(catalog, type, name, confidence);
    case "instance":
      return instanceMember(catalog, type, name, confidence);
    case "object":
      return objectMember(engine, type, name, confidence);
    case "class": {
      const found = findMember(type.of, name);
      if (found === null) return unknown;
      // The members of an enumeration are instances of it, whatever values they are given.
      if ("inferred" in found)
        return externalBases(type.of).some((base) => base.startsWith("enum."))
          ? unknown
          : shared(found.inferred);
      const fn = found.method;
      return infer(
        { kind: "function", of: fn, self: fn.decoration === "class" ? type : null },
        confidence,
        `method of class ${type.of.name}`,
      );
    }
    case "super":
      return superMember(engine, type, name);
    case "module": {
      const global = type.of.globals.get(name) ?? type.of.earlierGlobals.get(name);
      if (global !== undefined) return shared(global);
      const child = engine.project.resolve(type.of, 1, name);
      return child === undefined ? unknown : certain({ kind: "module", of: child }, "module of the project");
    }
    case "list":
    case "dict":
    case "set":
    case "builtin":
      return builtinHasMember(type, name)
        ? keepingOwner(value, { kind: "method", receiver: type, name })
        : unknown;
    case "tuple":
    case "tupleOf":
    case "size":
      return type.kind === "size" && name === "numel"
        ? infer({ kind: "method", receiver: type, name }, confidence, "method of a size")
        : unknown;
    case "dtype":
    case "device": {
      const row = catalog.row(`torch.${type.kind}.${name}`);
      return row?.kind === "attribute"
        ? infer(parseTypeExpression(row.returns, "torch"), confidence, `attribute ${name} of a ${type.kind}`)
        : unknown;
    }
    default:
      return unknown;
  }
}

/** A method of a container that nothing else holds reads what is known to be in it. */
function keepingOwner(value: Inferred, method: Type): Inferred {
  const result = infer(method, value.confidence, "method of a Python value");
  return value.own === true ? owned(result) : result;
}

/** By the name of what has the member and the member's. */
const certainMembers = new WeakMap<Catalog, Map<string, Map<string, Inferred>>>();

/** More than programs use; what is typed in an editor all day must not add up. */
const mostMembers = 10_000;

/** What is written again and again, `torch.nn.Linear` or `F.relu`, is one object. */
function externalMember(
  engine: Engine,
  base: string,
  name: string,
  confidence: Inferred["confidence"],
): Inferred {
  const { catalog } = engine.project;
  if (confidence !== "certain") return findExternalMember(catalog, base, name, confidence);
  let byBase = certainMembers.get(catalog);
  if (byBase === undefined) certainMembers.set(catalog, (byBase = new Map<string, Map<string, Inferred>>()));
  let byName = byBase.get(base);
  if (byName === undefined) byBase.set(base, (byName = new Map<string, Inferred>()));
  const known = byName.get(name);
  if (known !== undefined) return known;
  const found = findExternalMember(catalog, base, name, confidence);
  if (byName.size >= mostMembers) byName.clear();
  if (byBase.size >= mostMembers) byBase.clear();
  byName.set(name, found);
  return found;
}

function findExternalMember(
  catalog: Catalog,
  base: string,
  name: string,
  confidence: Inferred["confidence"],
): Inferred {
  const qualified = `${base}.${name}`;
  if (base === "paddle" && catalog.row(`torch.${name}`)?.kind === "dtype")
    return infer({ kind: "dtype" }, confidence, `the dtype ${qualified}`);
  const row = catalog.row(qualified);
  if (row?.kind === "dtype")
    return infer(
      { kind: "dtype", name: row.name.slice("torch.".length) },
      confidence,
      `the dtype ${qualified}`,
    );
  if (row?.kind === "constant" && row.returns !== "unknown")
    return infer(parseTypeExpression(row.returns, "torch"), confidence, `the constant ${qualified}`);
  const standard = standardResult(qualified);
  if (standard.kind === "builtin" && ["math.pi", "math.inf", "math.e"].includes(qualified))
    return infer(standard, confidence, qualified);
  if (qualified === "sys.version_info") return infer(standard, confidence, qualified);
  return infer({ kind: "external", name: row?.name ?? qualified }, confidence, qualified);
}

function tensorMember(
  catalog: Catalog,
  type: Extract<Type, { kind: "tensor" }>,
  name: string,
  confidence: Inferred["confidence"],
): Inferred {
  const row = catalog.method(name);
  if (row?.kind !== "attribute")
    return infer({ kind: "method", receiver: type, name }, confidence, "method of a tensor");
  const result = parseTypeExpression(row.returns, type.framework, type);
  if (result.kind === "dtype" && type.dtype !== null)
    return infer({ kind: "dtype", name: type.dtype }, confidence, "the tensor's dtype");
  if (result.kind !== "tensor") return infer(result, confidence, `attribute ${name} of a tensor`);
  const rank =
    row.rank === "same" || name === "data" ? type.rank : typeof row.rank === "number" ? row.rank : null;
  const member = { ...result, rank, dtype: row.dtype === "same" || name === "data" ? type.dtype : null };
  return infer(
    name === "data" || name === "grad" ? laidOutLike(member, type) : member,
    confidence,
    `attribute ${name} of a tensor`,
  );
}

function instanceMember(
  catalog: Catalog,
  type: Extract<Type, { kind: "instance" }>,
  name: string,
  confidence: Inferred["confidence"],
): Inferred {
  const framework = frameworkOf(type.of) ?? "torch";
  for (
    let row = catalog.row(type.of);
    row !== undefined;
    row = row.base === undefined ? undefined : catalog.row(row.base)
  ) {
    const attribute = Object.hasOwn(row.attributes, name) ? row.attributes[name] : undefined;
    if (attribute !== undefined)
      return infer(
        parseTypeExpression(attribute, framework, type),
        confidence,
        `attribute ${name} of ${type.of}`,
      );
  }
  const row = classMemberRow(type.of, name, catalog);
  if (row?.kind === "attribute")
    return infer(
      parseTypeExpression(row.returns, framework, type),
      confidence,
      `attribute ${name} of ${type.of}`,
    );
  if (row !== undefined || (isModuleClass(type.of, catalog) && isModuleMember(name)))
    return infer({ kind: "method", receiver: type, name }, confidence, `method of ${type.of}`);
  return type.of === "numpy.ndarray"
    ? infer({ kind: "method", receiver: type, name }, confidence, "method of a NumPy array")
    : unknown;
}

function objectMember(
  engine: Engine,
  type: Extract<Type, { kind: "object" }>,
  name: string,
  confidence: Inferred["confidence"],
): Inferred {
  const found = findMember(type.of, name);
  if (found === null) {
    return fromExternalBases(engine, type, externalBases(type.of), name, confidence, hierarchyKnown(type.of));
  }
  if ("inferred" in found)
    return { ...shared(found.inferred), confidence: weaker(found.inferred.confidence, confidence) };
  const { method, overridden } = found;
  const sure = overridden ? weaker(confidence, "likely") : confidence;
  if (method.decoration === "property") {
    const result = shared(engine.resultOf(method));
    return { ...result, confidence: weaker(result.confidence, sure) };
  }
  if (method.decoration === "other") return unknown;
  return infer(
    { kind: "function", of: method, self: method.decoration === "static" ? null : type },
    sure,
    `method of ${type.of.name}`,
  );
}

function superMember(engine: Engine, type: Extract<Type, { kind: "super" }>, name: string): Inferred {
  for (const base of type.of.bases.flatMap(members)) {
    if (base.kind !== "class") continue;
    const found = findMember(base.of, name);
    if (found !== null && "method" in found)
      return certain({ kind: "function", of: found.method, self: type.self }, `method of ${base.of.name}`);
  }
  return fromExternalBases(engine, type.self, externalBases(type.of), name, "certain", true);
}

function fromExternalBases(
  engine: Engine,
  receiver: Type,
  bases: readonly string[],
  name: string,
  confidence: Inferred["confidence"],
  known: boolean,
): Inferred {
  const { catalog } = engine.project;
  for (const base of bases) {
    const row = classMemberRow(base, name, catalog);
    if (row?.kind === "attribute")
      return infer(
        parseTypeExpression(row.returns, frameworkOf(base) ?? "torch", receiver),
        confidence,
        `attribute of ${base}`,
      );
    const computes = name === "forward" && isModuleClass(base, catalog) && !/\.(Module|Layer)$/.test(base);
    if (row !== undefined || computes)
      return infer(
        { kind: "method", receiver: { kind: "instance", of: base }, name, self: receiver },
        known ? confidence : "likely",
        `method of ${base}`,
      );
  }
  const module = bases.find((base) => isModuleClass(base, catalog));
  if (module !== undefined && name === "training")
    return infer(builtin("bool"), confidence, "nn.Module.training");
  return infer(unknownType, "unknown", unknown.reason);
}
