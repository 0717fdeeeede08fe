import { bindArguments, isBinding } from "../api/binding.js";
import type { CatalogRow } from "../api/schema.js";
import { isModuleInstance, isModuleSubclass, noteAttribute } from "./classes.js";
import { contradicts } from "./contradicts.js";
import type { CallValue, Engine } from "./frame.js";
import { containerMethod } from "./containerMethods.js";
import { builtinResult, numpyResult, standardResult } from "./library.js";
import { classMemberRow, frameworkOf, memberOf } from "./members.js";
import { handedOut } from "./handedOut.js";
import { moduleCallResult } from "./moduleCalls.js";
import { binaryResult, elementOf } from "./operators.js";
import { shared } from "./ownership.js";
import { itemType, refine, shapeLength, withValueFacts } from "./tensorFacts.js";
import type { ProjectClass } from "./symbols.js";
import { parseTypeExpression } from "./typeExpression.js";
import type { Framework, Inferred, TensorType, Type } from "./types.js";
import {
  asTensor,
  builtin,
  certain,
  infer,
  joinAll,
  joinTypes,
  members,
  owned,
  resultOf,
  sameType,
  sharedReason,
  tensor,
  unknown,
  unknownType,
  weaker,
} from "./types.js";

/** The type of a call, given what is called and with what. */
export function callResult(engine: Engine, callee: Inferred, args: readonly CallValue[]): Inferred {
  if (callee.type.kind !== "union") return oneCall(engine, callee.type, callee, args);
  const parts = members(callee.type).filter(
    (type) => type.kind !== "none" || members(callee.type).length === 1,
  );
  return joinAll(parts.map((type) => oneCall(engine, type, callee, args)));
}

function oneCall(engine: Engine, type: Type, callee: Inferred, args: readonly CallValue[]): Inferred {
  const { catalog } = engine.project;
  switch (type.kind) {
    case "external":
      return externalCall(engine, type.name, callee, args);
    case "method":
      return methodCall(engine, type, callee, args);
    case "function": {
      engine.noteCall(type.of, args, type.self !== null);
      const result = engine.resultOf(type.of);
      const own = callee.confidence === "certain" ? result : shared(result);
      return { ...own, confidence: weaker(result.confidence, callee.confidence) };
    }
    case "class": {
      const constructed: Inferred = infer(
        { kind: "object", of: type.of },
        callee.confidence,
        sharedReason(`an instance of ${type.of.name}`),
      );
      const init = memberOf(engine, constructed, "__init__");
      if (init.type.kind === "function") {
        engine.noteCall(init.type.of, args, true);
        // What it sets is there before anything else is called.
        engine.resultOf(init.type.of);
      } else noteFields(type.of, args);
      return constructed;
    }
    case "object": {
      const forward = memberOf(
        engine,
        { ...callee, type },
        isModuleSubclass(type.of, catalog) ? "forward" : "__call__",
      );
      return forward.type.kind === "function" ? oneCall(engine, forward.type, forward, args) : unknown;
    }
    case "partial":
      return oneCall(engine, type.of, { ...callee, type: type.of }, [...type.given, ...args]);
    case "instance":
      return isModuleInstance(type, catalog) ? moduleCallResult(type.of, callee, args) : unknown;
    default:
      return unknown;
  }
}

/** A class without a constructor of its own (a dataclass, a named tuple) takes its annotated names as arguments. */
function noteFields(of: ProjectClass, args: readonly CallValue[]): void {
  const { fields } = of;
  for (const [index, arg] of args.entries()) {
    const name = arg.kind === "keyword" ? arg.name : arg.kind === "positional" ? fields[index] : undefined;
    if (name === undefined || name === null || !fields.includes(name) || arg.value.type.kind === "unknown")
      continue;
    const given = { ...shared(arg.value), confidence: weaker(arg.value.confidence, "likely") };
    const field = of.members.get(name);
    const asDeclared = field !== undefined && !contradicts(field.type, given.type);
    noteAttribute(of, name, asDeclared ? { ...given, type: field.type } : given);
  }
}

function externalCall(engine: Engine, name: string, callee: Inferred, args: readonly CallValue[]): Inferred {
  const { catalog } = engine.project;
  const framework = frameworkOf(name);
  if (framework !== null) {
    const row =
      catalog.row(name) ??
      (framework === "paddle"
        ? catalog.row(
            name.replace(/^paddle\.(nn\.Layer\b)?/, (_, layer: string | undefined) =>
              layer === undefined ? "torch." : "torch.nn.Module",
            ),
          )
        : undefined);
    const own = framework === "torch" ? (row?.name ?? name) : name;
    const container = row === undefined ? null : moduleContainer(row.name, own, args);
    if (container !== null)
      return infer(container, weaker(callee.confidence, "likely"), sharedReason(`an instance of ${name}`));
    if (row?.name === "torch.device")
      return infer({ kind: "device" }, callee.confidence, `result of ${name}`);
    if (row?.kind === "class")
      return row.name === "torch.nn.Parameter"
        ? parameterResult(args, framework)
        : infer({ kind: "instance", of: own }, callee.confidence, sharedReason(`an instance of ${name}`));
    if (row !== undefined) return rowResult(engine, row, framework, null, callee, args);
    if (/\.[A-Z]\w*$/.test(name))
      return infer({ kind: "instance", of: name }, callee.confidence, sharedReason(`an instance of ${name}`));
    return unknown;
  }
  if (name === "functools.partial") {
    const [of, ...given] = args;
    return of?.kind === "positional" && of.value.type.kind !== "unknown"
      ? infer(
          { kind: "partial", of: of.value.type, given },
          of.value.confidence,
          `a partial ${of.value.reason}`,
        )
      : unknown;
  }
  if (name.startsWith("builtins.")) return builtinCall(engine, name.slice("builtins.".length), callee, args);
  if (/^copy\.(deep)?copy$/.test(name)) return args[0]?.value ?? unknown;
  if (name === "collections.OrderedDict" || name === "collections.defaultdict")
    return infer({ kind: "dict", value: unknownType }, "certain", "a dictionary");
  // NumPy's functions may also give scalars, and a capital letter only suggests a class.
  const numpy = numpyResult(name);
  if (numpy !== null) return infer(numpy, "likely", `result of ${name}`);
  const standard = standardResult(name);
  if (standard.kind !== "unknown") return infer(standard, callee.confidence, `result of ${name}`);
  const owner = /^(.*\.[A-Z]\w*)(\.(from_pretrained|from_config|_from_config))?$/.exec(name)?.[1];
  return owner === undefined
    ? unknown
    : infer({ kind: "instance", of: owner }, "likely", sharedReason(`an instance of ${owner}`));
}

/**
 * `ModuleList([…])`, `Sequential(…)`, `ModuleDict({…})` with what they hold; more may be added later, so it is only likely.
 * @param name of the row
 * @param own of the class in its framework
 */
function moduleContainer(name: string, own: string, args: readonly CallValue[]): Type | null {
  const [first] = args;
  if (first === undefined) return null;
  const element =
    name === "torch.nn.Sequential"
      ? args.map((arg) => arg.value.type).reduce(joinTypes, first.value.type)
      : name === "torch.nn.ModuleList"
        ? elementOf(first.value).type
        : name === "torch.nn.ModuleDict" && first.value.type.kind === "dict"
          ? first.value.type.value
          : null;
  return element === null ? null : { kind: "instance", of: own, element };
}

function parameterResult(args: readonly CallValue[], framework: Framework): Inferred {
  const given = args[0]?.value;
  const inner = given === undefined ? null : asTensor(given.type);
  return certain(inner ?? tensor(framework), "an nn.Parameter");
}

/** The result that a row states, with rank and dtype where the row and the arguments tell. */
export function rowResult(
  engine: Engine,
  row: CatalogRow,
  framework: Framework,
  receiver: TensorType | null,
  callee: Inferred,
  args: readonly CallValue[],
): Inferred {
  const { catalog } = engine.project;
  const signatures = catalog.signatures(row);
  const binding = bindArguments(signatures, args.map(toBindable), (type, index) =>
    accepts(type, args[index]?.value.type ?? unknownType),
  );
  const overload = isBinding(binding) ? binding.overload : undefined;
  if (row.name === "torch.Tensor.numpy")
    return infer({ kind: "instance", of: "numpy.ndarray" }, callee.confidence, "result of Tensor.numpy");
  if (row.name === "torch.Tensor.item" && receiver !== null)
    return infer(itemType(receiver.dtype), callee.confidence, `result of ${row.name}`);
  if (row.name === "torch.where" && args.length === 1)
    return infer({ kind: "tupleOf", element: tensor(framework) }, callee.confidence, "result of torch.where");
  const expression = catalog.returns(row, overload);
  const result = parseTypeExpression(expression, framework, receiver ?? unknownType);
  // The first argument of `where` is the condition, which says nothing about the result.
  const from = receiver ?? (row.name === "torch.where" ? null : firstTensor(args));
  const shapeArgs = isBinding(binding) ? shapeLength(binding.bound, args) : null;
  const flat = row.name.endsWith(".repeat_interleave") && isBinding(binding) && !binding.bound.has("dim");
  const refined = refine(result, flat ? { ...row, rank: 1 } : row, from, shapeArgs);
  const dtype = args.find((arg) => arg.name === "dtype" || arg.value.type.kind === "dtype")?.value.type;
  const cleared =
    dtype !== undefined && refined.kind === "tensor"
      ? { ...refined, dtype: dtype.kind === "dtype" ? (dtype.name ?? null) : null }
      : refined;
  const known = cleared.kind === "tensor" ? withValueFacts(cleared, row.name, args, engine.project) : cleared;
  return fresh(infer(known, callee.confidence, resultOf(row.name)));
}

/** A list or dictionary that PyTorch has just made is the caller's alone. */
function fresh(result: Inferred): Inferred {
  return result.type.kind === "list" || result.type.kind === "dict" ? owned(result) : result;
}

export function toBindable(
  arg: CallValue,
): { kind: "positional" } | { kind: "keyword"; name: string } | { kind: "star" } | { kind: "doubleStar" } {
  return arg.kind === "keyword" ? { kind: "keyword", name: arg.name ?? "" } : { kind: arg.kind };
}

/** Whether an argument is known to be what a typed parameter asks for; what is unknown goes on to a more general overload. */
export function accepts(expression: string, type: Type): boolean {
  return members(type).every((member) => isOfType(expression, member));
}

function isOfType(expression: string, member: Type): boolean {
  if (member.kind === "unknown") return false;
  if (expression === "tensor" || expression === "dtype") return member.kind === expression;
  if (expression === "int")
    return member.kind === "builtin" && (member.name === "int" || member.name === "bool");
  const wanted = parseTypeExpression(expression, "torch");
  if (wanted.kind === "unknown") return expression === "any";
  if (wanted.kind === "union")
    return wanted.members.some((one) => one.kind === member.kind && sameKind(one, member));
  if (["size", "list", "tupleOf", "tuple"].includes(wanted.kind))
    return ["size", "list", "tuple", "tupleOf"].includes(member.kind);
  return sameKind(wanted, member);
}

function sameKind(wanted: Type, member: Type): boolean {
  if (wanted.kind === "builtin") return member.kind === "builtin" && member.name === wanted.name;
  return sameType(wanted, member) || wanted.kind === member.kind;
}

function firstTensor(args: readonly CallValue[]): TensorType | null {
  for (const arg of args) {
    const found = asTensor(arg.value.type);
    if (found !== null) return found;
  }
  return null;
}

function methodCall(
  engine: Engine,
  type: Extract<Type, { kind: "method" }>,
  callee: Inferred,
  args: readonly CallValue[],
): Inferred {
  const { catalog } = engine.project;
  const { receiver, name } = type;
  if (receiver.kind === "tensor") {
    const row = catalog.method(name);
    return row === undefined ? unknown : rowResult(engine, row, receiver.framework, receiver, callee, args);
  }
  if (receiver.kind === "instance") {
    // `super().forward(x)` in a class that derives from a layer of PyTorch.
    if (name === "forward" && isModuleInstance(receiver, catalog))
      return moduleCallResult(receiver.of, callee, args);
    const row = classMemberRow(receiver.of, name, catalog);
    if (row !== undefined)
      return fresh(
        infer(
          handedOut(
            row.name,
            parseTypeExpression(catalog.returns(row), frameworkOf(receiver.of) ?? "torch", receiver),
            type.self ?? receiver,
            engine.project,
          ),
          callee.confidence,
          resultOf(row.name),
        ),
      );
    if (receiver.of === "numpy.ndarray") return infer(receiver, "likely", "result of a NumPy method");
    return unknown;
  }
  return containerMethod(receiver, name, callee, args);
}

function builtinCall(engine: Engine, name: string, callee: Inferred, args: readonly CallValue[]): Inferred {
  const first = args[0]?.value ?? unknown;
  const give = (type: Type, confidence = first.confidence): Inferred =>
    infer(type, confidence, `result of ${name}()`);
  const itemOf = (index: number): Type => elementOf(args[index]?.value ?? unknown).type;
  const over = (type: Type): Inferred =>
    give(
      type,
      args
        .map((arg) => elementOf(arg.value).confidence)
        .filter((each) => each !== "unknown")
        .reduce(weaker, first.confidence),
    );
  // What is made of something likely holds what it likely holds.
  const copied = first.confidence === "unknown" ? "certain" : first.confidence;
  switch (name) {
    case "next":
      return first.type.kind === "iterator" ? give(first.type.element) : unknown;
    case "iter":
    case "reversed":
    case "filter":
      return over({ kind: "iterator", element: itemOf(name === "filter" ? 1 : 0) });
    case "list":
    case "sorted":
      return owned(give({ kind: "list", element: itemOf(0) }, copied));
    case "tuple":
      return give(first.type.kind === "tuple" ? first.type : { kind: "tupleOf", element: itemOf(0) }, copied);
    case "set":
    case "frozenset":
      return owned(give({ kind: "set", element: itemOf(0) }, copied));
    case "dict":
      return give({ kind: "dict", value: unknownType }, "certain");
    case "enumerate":
      return over({
        kind: "iterator",
        element: { kind: "tuple", items: [builtin("int"), itemOf(0)] },
      });
    case "zip":
      if (args.some((arg) => arg.kind === "star")) return unknown;
      return over({
        kind: "iterator",
        element: { kind: "tuple", items: args.map((_, index) => itemOf(index)) },
      });
    case "getattr": {
      const attribute = args[1]?.value.type;
      return attribute?.kind === "builtin" && typeof attribute.value === "string"
        ? joinAll([
            memberOf(engine, first, attribute.value),
            ...(args[2] === undefined ? [] : [args[2].value]),
          ])
        : unknown;
    }
    case "max":
    case "min":
      // Several arguments are what is compared; of one it is its items.
      if (args.filter(({ kind }) => kind === "positional").length > 1)
        return args.some(({ value: { type } }) => asTensor(type) !== null)
          ? joinAll(args.filter(({ kind }) => kind === "positional").map(({ value }) => value))
          : unknown;
      return asTensor(first.type) === null ? unknown : elementOf(first);
    case "sum":
      // It begins with Python's zero.
      return asTensor(first.type) === null || args.length > 1
        ? unknown
        : binaryResult("+", infer(builtin("int"), "certain", "zero"), elementOf(first));
    case "abs":
    case "round":
      if (asTensor(first.type) !== null) return give(asTensor(first.type) ?? unknownType);
      if (name === "abs" && first.type.kind === "builtin") return give(builtin(first.type.name));
      return name === "round" && first.type.kind === "builtin" && args.length === 1
        ? give(builtin("int"))
        : unknown;
    default: {
      const plain = builtinResult(name);
      return plain === undefined ? unknown : infer(plain, callee.confidence, `result of ${name}()`);
    }
  }
}
