import type { Expr, FunctionStmt, Parameter } from "../../syntax/ast.js";
import type { Engine } from "./engine.js";
import { constructLayer, newLayer } from "./layers.js";
import { containerKind, layerName, layerSignature } from "./layerSignatures.js";
import { fillContainer } from "./containers.js";
import { lineOf, type Scope } from "./sources.js";
import {
  none,
  symbol,
  textOf,
  type CallArguments,
  type ClassValue,
  type DictValue,
  type FunctionValue,
  type ModuleValue,
  type ObjectValue,
  type Value,
} from "./values.js";

/** A class and those it derives from: classes of the project and names from outside. */
export type Ancestor = ClassValue | string;

/** The order in which Python looks for attributes: the class, then its bases depth first, each as late as possible. */
export function ancestors(engine: Engine, cls: ClassValue): Ancestor[] {
  const flat: Ancestor[] = [];
  const visit = (current: ClassValue, depth: number): void => {
    flat.push(current);
    if (depth > 50) return;
    for (const base of current.definition.bases) {
      if (base.kind !== "positional") continue;
      const value = engine.evaluate(base.value, current.scope);
      if (value.type === "class") visit(value, depth + 1);
      else if (value.type === "api") flat.push(value.name);
      else if (value.type !== "const") flat.push(textOf(value));
    }
  };
  visit(cls, 0);
  const key = (ancestor: Ancestor): unknown =>
    typeof ancestor === "string" ? ancestor : ancestor.definition;
  return flat.filter(
    (ancestor, index) => !flat.slice(index + 1).some((later) => key(later) === key(ancestor)),
  );
}

/**
 * True if instances are layers: a base is one of the frameworks', or a class from elsewhere of which the class makes
 * something with a `forward`.
 */
export function isLayerClass(engine: Engine, cls: ClassValue): boolean {
  const line = ancestors(engine, cls);
  const outside = line.filter((ancestor) => typeof ancestor === "string");
  if (outside.some((name) => layerName(name) !== undefined)) return true;
  return (
    outside.some((name) => !isPlainBase(name)) && typeof classMember(engine, cls, "forward") === "object"
  );
}

/** Bases that hold no layers. */
function isPlainBase(name: string): boolean {
  return /^((abc\.)?ABC|object|(typing\.)?(Generic|Protocol|NamedTuple|TypedDict)|(enum\.)?\w*Enum|\w*Error|Exception|dict|list)$/.test(
    name,
  );
}

/** The nearest framework layer, in PyTorch's spelling. */
export function kindOf(engine: Engine, cls: ClassValue): string {
  const base = ancestors(engine, cls).find(
    (ancestor): ancestor is string => typeof ancestor === "string" && layerName(ancestor) !== undefined,
  );
  if (base === undefined) return "Module";
  return containerKind(base) ?? layerSignature(base)?.kind ?? layerName(base)?.name ?? "Module";
}

/** A method or class attribute found in the class or, after `after`, in what it derives from. */
export function classMember(
  engine: Engine,
  cls: ClassValue,
  name: string,
  after?: ClassValue,
):
  | { readonly owner: ClassValue; readonly value: Value; readonly function: FunctionStmt | null }
  | string
  | undefined {
  const order = ancestors(engine, cls);
  const start =
    after === undefined
      ? 0
      : order.findIndex(
          (ancestor) => typeof ancestor !== "string" && ancestor.definition === after.definition,
        ) + 1;
  let outside: string | undefined;
  for (const ancestor of order.slice(start)) {
    if (typeof ancestor === "string") {
      outside ??= ancestor;
      continue;
    }
    for (const statement of [...ancestor.definition.body.body].reverse()) {
      if (statement.type === "Function" && statement.name.name === name) {
        const value: FunctionValue = {
          type: "function",
          definition: statement,
          name,
          scope: ancestor.scope,
          owner: ancestor,
        };
        return { owner: ancestor, value, function: statement };
      }
      if (statement.type === "Assign" && statement.value !== null) {
        const named = statement.targets.some((target) => target.type === "Name" && target.name === name);
        if (named)
          return { owner: ancestor, value: engine.evaluate(statement.value, ancestor.scope), function: null };
      }
    }
  }
  return outside;
}

/** `Class(…)`: runs the constructor. */
export function instantiate(
  engine: Engine,
  cls: ClassValue,
  args: CallArguments,
  scope: Scope,
  node: { readonly start: number },
): Value {
  const name = cls.definition.name.name;
  if (!isLayerClass(engine, cls)) return newObject(engine, cls, args, name);
  const source = { file: cls.module.path, line: lineOf(cls.module, classLine(cls)) };
  const layer = engine.made(newLayer(`${cls.module.name}.${name}`, cls, source, kindOf(engine, cls)));
  const constructor = classMember(engine, cls, "__init__");
  const done = engine.deeper(() => {
    if (typeof constructor === "object" && constructor.value.type === "function") {
      callFunction(engine, constructor.value, args, layer);
    } else if (typeof constructor === "string") constructBase(engine, layer, constructor, args, scope, node);
    return true;
  });
  if (done === undefined)
    engine.note(scope.module, node, `${name} is built inside itself without end; it is left out.`);
  return layer;
}

/** The line of `class …`, below its decorators. */
function classLine(cls: ClassValue): { readonly start: number } {
  const last = cls.definition.decorators.at(-1);
  if (last === undefined) return cls.definition;
  return { start: cls.module.text.indexOf("class", last.end) };
}

/** Runs the constructor of a framework class on a layer of the project that derives from it. */
export function constructBase(
  engine: Engine,
  layer: ModuleValue,
  api: string,
  args: CallArguments,
  scope: Scope,
  node: { readonly start: number },
): void {
  const container = containerKind(api);
  if (container === "Module") return;
  if (container !== undefined) {
    layer.kind = container;
    fillContainer(engine, layer, args);
  } else if (layerName(api) !== undefined) {
    const open = constructLayer(layer, api, args);
    if (open !== null) engine.note(scope.module, node, `${open}.`);
  } else if (!isPlainBase(api)) {
    engine.note(
      scope.module,
      node,
      `the source of the base class ${api} is not at hand; layers that it adds are left out.`,
    );
  }
}

/** An object that is no layer, such as a configuration. */
function newObject(engine: Engine, cls: ClassValue, args: CallArguments, name: string): Value {
  const object: ObjectValue = { type: "object", cls, attributes: new Map(), name };
  const constructor = classMember(engine, cls, "__init__");
  if (typeof constructor === "object" && constructor.value.type === "function") {
    const { value } = constructor;
    engine.deeper(() => callFunction(engine, value, args, object));
    return object;
  }
  const fields = ancestors(engine, cls)
    .reverse()
    .flatMap((ancestor) => (typeof ancestor === "string" ? [] : dataFields(ancestor)));
  fields.forEach(({ field, preset, owner }, index) => {
    const given = args.positional[index] ?? args.keywords.get(field);
    const value = given ?? (preset === null ? undefined : defaultOf(engine, preset, owner.scope));
    object.attributes.set(field, value ?? symbol(`${name}.${field}`));
  });
  return object;
}

interface DataField {
  readonly field: string;
  readonly preset: Expr | null;
  readonly owner: ClassValue;
}

/** Annotated class attributes, which are the fields of a data class. */
function dataFields(cls: ClassValue): DataField[] {
  return cls.definition.body.body.flatMap((statement) => {
    if (statement.type !== "Assign" || statement.annotation === null) return [];
    const [target] = statement.targets;
    return target?.type === "Name" ? [{ field: target.name, preset: statement.value, owner: cls }] : [];
  });
}

function defaultOf(engine: Engine, preset: Expr, scope: Scope): Value {
  const isField = preset.type === "Call" && preset.callee.type === "Name" && preset.callee.name === "field";
  if (!isField) return engine.evaluate(preset, scope);
  for (const argument of preset.args) {
    const value = engine.evaluate(argument.value, scope);
    if (argument.keyword?.name === "default") return value;
    if (argument.keyword?.name === "default_factory") {
      return engine.call(value, { positional: [], keywords: new Map(), open: false }, scope, preset);
    }
  }
  return symbol("field");
}

/** Runs a function of the project and returns its result. */
export function callFunction(
  engine: Engine,
  fn: FunctionValue,
  args: CallArguments,
  receiver: Value | null,
): Value {
  const scope: Scope = { module: fn.scope.module, parent: fn.scope, names: new Map() };
  const { definition } = fn;
  const positional = receiver === null ? [...args.positional] : [receiver, ...args.positional];
  bindParameters(engine, definition.params, positional, args, scope, fn.scope);
  if (fn.owner !== null) {
    scope.names.set("__class__", fn.owner);
    if (positional[0] !== undefined) scope.names.set("__receiver__", positional[0]);
  }
  if (definition.type === "Lambda")
    return engine.deeper(() => engine.evaluate(definition.body, scope)) ?? symbol("lambda");
  const completion = engine.deeper(() => engine.run(definition.body.body, scope));
  if (completion === undefined) return symbol(`${fn.name}(…)`);
  return completion?.of === "return" ? completion.value : none;
}

function bindParameters(
  engine: Engine,
  params: readonly Parameter[],
  positional: readonly Value[],
  args: CallArguments,
  scope: Scope,
  outer: Scope,
): void {
  const keywords = new Map(args.keywords);
  let position = 0;
  for (const parameter of params) {
    const name = parameter.name.name;
    if (parameter.kind === "varPositional") {
      const items = positional.slice(position).map((value) => ({ value, repeated: false }));
      position = positional.length;
      scope.names.set(name, engine.made({ type: "sequence", of: "tuple", items }));
    } else if (parameter.kind === "varKeyword") {
      const entries: DictValue["entries"] = new Map(keywords);
      scope.names.set(name, args.open ? symbol(name) : engine.made({ type: "dict", entries }));
    } else {
      const byPosition = parameter.kind === "keywordOnly" ? undefined : positional[position];
      if (byPosition !== undefined) position++;
      const given = byPosition ?? keywords.get(name);
      keywords.delete(name);
      const preset = parameter.default === null || args.open ? null : parameter.default;
      scope.names.set(name, given ?? (preset === null ? symbol(name) : engine.evaluate(preset, outer)));
    }
  }
}
