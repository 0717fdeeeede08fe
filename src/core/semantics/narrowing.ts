import type { CallExpr, Expr } from "../syntax/ast.js";
import { unwrap } from "../syntax/walk.js";
import { ancestry, externalBases } from "./classes.js";
import type { Engine, Frame } from "./frame.js";
import type { Inferred, Type } from "./types.js";
import {
  builtin,
  infer,
  joinTypes,
  members,
  noneType,
  owned,
  tensor,
  unknownType,
  without,
} from "./types.js";

/** Applies what a test's outcome says about local names to the frame's environment. */
export function narrow(engine: Engine, test: Expr, outcome: boolean, frame: Frame): void {
  const expr = unwrap(test);
  if (expr.type === "Unary" && expr.operator === "not") {
    narrow(engine, expr.operand, !outcome, frame);
  } else if (expr.type === "Bool") {
    // Both sides hold only when `and` is true or `or` is false.
    if ((expr.operator === "and") === outcome) {
      narrow(engine, expr.left, outcome, frame);
      narrow(engine, expr.right, outcome, frame);
    }
  } else if (expr.type === "Compare") {
    narrowNone(expr.operands, expr.operators, outcome, frame);
  } else if (expr.type === "Call") {
    narrowInstance(engine, expr, outcome, frame);
  } else if (expr.type === "Name" && outcome) {
    update(frame, expr.name, (type) => without(type, (member) => member.kind === "none"));
  }
}

function narrowNone(
  operands: readonly Expr[],
  operators: readonly string[],
  outcome: boolean,
  frame: Frame,
): void {
  const [tested, right] = operands;
  const bare = tested === undefined ? undefined : unwrap(tested);
  const left = bare?.type === "Walrus" ? bare.target : bare;
  const [operator] = operators;
  if (operands.length !== 2 || left?.type !== "Name" || right?.type !== "Constant" || right.value !== null)
    return;
  const isNone = (operator === "is" || operator === "==") === outcome;
  if (!["is", "is not", "==", "!="].includes(operator ?? "")) return;
  update(frame, left.name, (type) => (isNone ? noneType : without(type, (member) => member.kind === "none")));
}

function narrowInstance(engine: Engine, call: CallExpr, outcome: boolean, frame: Frame): void {
  const callee = engine.evaluate(call.callee, frame).type;
  const [first, second] = call.args;
  if (callee.kind !== "external" || first?.value.type !== "Name") return;
  const { name } = first.value;
  if (callee.name === "torch.is_tensor" || callee.name === "paddle.is_tensor") {
    const framework = callee.name.startsWith("torch") ? "torch" : "paddle";
    if (outcome)
      update(
        frame,
        name,
        (type) => members(type).find((member) => member.kind === "tensor") ?? tensor(framework),
        "tested by is_tensor",
      );
    else update(frame, name, (type) => without(type, (member) => member.kind === "tensor"));
    return;
  }
  if (callee.name !== "builtins.isinstance" || second === undefined) return;
  const classes = classList(engine.evaluate(second.value, frame).type);
  if (classes === null) return;
  update(
    frame,
    name,
    (type) => {
      if (!outcome) return without(type, (member) => classes.some((wanted) => definitelyIs(member, wanted)));
      const kept = members(type).filter(
        (member) => member.kind !== "unknown" && classes.some((wanted) => mayBe(member, wanted)),
      );
      return kept.length > 0
        ? kept.reduce(joinTypes)
        : classes
            .map(instanceOf)
            .reduce(joinTypes, classes[0] === undefined ? unknownType : instanceOf(classes[0]));
    },
    "tested by isinstance",
  );
}

function classList(type: Type): Type[] | null {
  if (type.kind === "tuple") {
    const lists = type.items.map(classList);
    return lists.every((list) => list !== null) ? lists.flat() : null;
  }
  return type.kind === "external" || type.kind === "class" ? [type] : null;
}

/** The type of an instance of a class named in an isinstance test. */
export function instanceOf(wanted: Type): Type {
  if (wanted.kind === "class") return { kind: "object", of: wanted.of };
  if (wanted.kind !== "external") return unknownType;
  const { name } = wanted;
  if (["torch.Tensor", "torch.LongTensor", "torch.nn.Parameter"].includes(name)) return tensor("torch");
  if (name === "paddle.Tensor") return tensor("paddle");
  if (!name.startsWith("builtins.")) return { kind: "instance", of: name };
  const short = name.slice("builtins.".length);
  if (["int", "float", "bool", "str", "bytes", "complex"].includes(short)) return builtin(short);
  if (short === "list" || short === "set") return { kind: short, element: unknownType };
  if (short === "tuple") return { kind: "tupleOf", element: unknownType };
  return short === "dict" ? { kind: "dict", value: unknownType } : unknownType;
}

function mayBe(member: Type, wanted: Type): boolean {
  const instance = instanceOf(wanted);
  if (instance.kind === "unknown") return true;
  if (member.kind === "object" && instance.kind === "object")
    return ancestry(member.of).includes(instance.of) || ancestry(instance.of).includes(member.of);
  if (member.kind === "object" && instance.kind === "instance")
    return externalBases(member.of).includes(instance.of);
  if (member.kind === "instance" && instance.kind === "instance")
    return member.of === instance.of || member.of === "torch.nn.Module";
  if (instance.kind === "tupleOf") return ["tuple", "tupleOf", "size"].includes(member.kind);
  if (member.kind === "builtin" && instance.kind === "builtin")
    return member.name === instance.name || (member.name === "bool" && instance.name === "int");
  return member.kind === instance.kind;
}

function definitelyIs(member: Type, wanted: Type): boolean {
  const instance = instanceOf(wanted);
  if (member.kind === "object" && instance.kind === "object")
    return ancestry(member.of).includes(instance.of);
  if (member.kind === "builtin" && instance.kind === "builtin") return member.name === instance.name;
  if (instance.kind === "tupleOf") return member.kind === "tuple" || member.kind === "tupleOf";
  return ["tensor", "list", "dict", "set"].includes(member.kind) && member.kind === instance.kind;
}

function update(frame: Frame, name: string, change: (type: Type) => Type, reason?: string): void {
  const value = frame.env.get(name);
  if (value === undefined) return;
  const type = change(value.type);
  const narrowed: Inferred = infer(
    type,
    value.type.kind === "unknown" ? "certain" : value.confidence,
    reason ?? value.reason,
  );
  frame.env.set(name, value.own === true ? owned(narrowed) : narrowed);
}
