import type { Expr } from "../syntax/ast.js";
import type { Engine, Frame } from "./frame.js";
import type { Handed, NameUses } from "./nameUses.js";
import { nameUses } from "./nameUses.js";
import { functionBindings } from "./scopes.js";
import type { ProjectFunction } from "./symbols.js";
import type { Inferred } from "./types.js";
import { members, openedContainer } from "./types.js";

/** Functions of Python that look at a container's items and keep nothing of it. */
const pureBuiltins = new Set(
  "all any bool dict enumerate filter frozenset id isinstance iter len list map max min next print range repr reversed set sorted str sum tuple type zip".split(
    " ",
  ),
);

/** Libraries whose functions, and containers of layers, keep no list that they are given. */
const pureFunction =
  /^(torch|numpy|math|json|copy)(\.[a-z_]\w*)+$|^torch\.nn\.(ModuleList|ModuleDict|Sequential|ParameterList|ParameterDict)$|^collections\.OrderedDict$/;

/** A value as others get it: what its container holds may be changed from elsewhere from now on. */
export function shared(value: Inferred): Inferred {
  if (value.own !== true) return value;
  return { type: openedContainer(value.type), confidence: value.confidence, reason: value.reason };
}

/** What a name holds, with its container's items known only where nothing else can come to hold that container. */
export function heldBy(engine: Engine, name: string, value: Inferred, frame: Frame): Inferred {
  const asked = value.own === true && frame.asCallee !== true;
  return asked && !isClosed(engine, name, frame) ? shared(value) : value;
}

function isClosed(engine: Engine, name: string, frame: Frame): boolean {
  const uses = usesIn(engine, frame);
  if (uses === null || !frame.locals.has(name) || frame.globalNames.has(name)) return false;
  if (uses.leaks.has(name) || (uses.filled.has(name) && uses.deferred.has(name))) return false;
  return (uses.handed.get(name) ?? []).every((handed) => isLeftAlone(engine, handed, frame));
}

function usesIn(engine: Engine, frame: Frame): NameUses | null {
  if (frame.kind === "module")
    return engine.project.importersOf(frame.module).length === 0 ? nameUses(frame.body) : null;
  return frame.kind === "function" && frame.fn?.node.type === "Function" ? nameUses(frame.body) : null;
}

/** True when a call neither changes nor keeps the container that it is given. */
function isLeftAlone(engine: Engine, { call, argument }: Handed, frame: Frame): boolean {
  if (!isPath(call.callee)) return false;
  const callee = engine.evaluate(call.callee, { ...frame, types: null, asCallee: true });
  return members(callee.type).every((type) => {
    switch (type.kind) {
      case "external": {
        const builtin = type.name.startsWith("builtins.") ? type.name.slice("builtins.".length) : null;
        return builtin === null ? pureFunction.test(type.name) : pureBuiltins.has(builtin);
      }
      case "method": {
        const { receiver, name } = type;
        if (receiver.kind === "tensor") return true;
        return (
          (receiver.kind === "builtin" && receiver.name === "str") ||
          ((receiver.kind === "list" || receiver.kind === "set") && (name === "extend" || name === "update"))
        );
      }
      case "function": {
        if (callee.confidence !== "certain") return false;
        const plain = type.of.node.params.filter(({ kind }) => kind === "plain" || kind === "positionalOnly");
        const before = call.args.slice(0, call.args.indexOf(argument));
        if (before.some(({ kind }) => kind === "star")) return false;
        const param =
          argument.keyword === null
            ? plain[before.length + (type.self === null ? 0 : 1)]
            : type.of.node.params.find(({ name }) => name.name === argument.keyword?.name);
        return param !== undefined && isOnlyRead(type.of, param.name.name);
      }
      default:
        return false;
    }
  });
}

/** `f`, `F.pad`, `self.layers.forward`: something that can be looked up without running anything. */
function isPath(expr: Expr): boolean {
  return expr.type === "Attribute" ? isPath(expr.object) : expr.type === "Name";
}

/** True when a function only looks at what a parameter holds. */
function isOnlyRead({ node, module }: ProjectFunction, name: string): boolean {
  if (node.type !== "Function") return false;
  const uses = nameUses(node.body.body);
  if ([uses.leaks, uses.filled, uses.returned, uses.deferred].some((names) => names.has(name))) return false;
  const { locals } = functionBindings(node);
  return (uses.handed.get(name) ?? []).every(
    ({ call: { callee } }) =>
      callee.type === "Name" &&
      pureBuiltins.has(callee.name) &&
      !locals.has(callee.name) &&
      !module.globals.has(callee.name),
  );
}
