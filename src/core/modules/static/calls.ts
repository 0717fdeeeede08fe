import { registerParameter, setAttribute } from "./attributes.js";
import { callBuiltin } from "./builtins.js";
import { callFunction, constructBase, instantiate } from "./classes.js";
import { addChild, append, extend, fillContainer, insert } from "./containers.js";
import type { Engine } from "./engine.js";
import { constructLayer, newLayer, parameterOf } from "./layers.js";
import { containerKind, layerName } from "./layerSignatures.js";
import { pythonMethod } from "./pythonMethods.js";
import type { Scope } from "./sources.js";
import { dtypeOf, shapeFrom, tensor, tensorFunction, tensorMethod } from "./tensors.js";
import {
  isNone,
  none,
  sequence,
  symbol,
  textOf,
  type CallArguments,
  type ModuleValue,
  type Value,
} from "./values.js";

type Node = { readonly start: number; readonly end: number };

/** Calls a value. */
export function callValue(
  engine: Engine,
  callee: Value,
  args: CallArguments,
  scope: Scope,
  node: Node,
): Value {
  engine.here = { module: scope.module, node };
  switch (callee.type) {
    case "class":
      return instantiate(engine, callee, args, scope, node);
    case "function":
      return callFunction(engine, callee, args, null);
    case "bound":
      return typeof callee.method === "string"
        ? callMethod(engine, callee.receiver, callee.method, args, scope, node)
        : callFunction(engine, callee.method, args, callee.receiver);
    case "partial":
      return callValue(
        engine,
        callee.callee,
        {
          positional: [...callee.args.positional, ...args.positional],
          keywords: new Map([...callee.args.keywords, ...args.keywords]),
          open: callee.args.open || args.open,
        },
        scope,
        node,
      );
    case "api":
      return callApi(engine, callee.name, args, scope, node);
    default:
      return symbol(callText(callee, args));
  }
}

function callText(callee: Value, args: CallArguments): string {
  const parts = [
    ...args.positional.map(textOf),
    ...[...args.keywords].map(([name, value]) => `${name}=${textOf(value)}`),
  ];
  return `${textOf(callee)}(${parts.join(", ")})`;
}

const SUPER = new Set(["super"]);
function callApi(engine: Engine, api: string, args: CallArguments, scope: Scope, node: Node): Value {
  if (SUPER.has(api)) return superOf(engine, args, scope);
  const text = scope.module.text.slice(node.start, node.end).replaceAll(/\s+/g, " ");
  const container = containerKind(api);
  if (container !== undefined && container !== "Module") {
    const layer = engine.made(newLayer(api, null, null, container));
    fillContainer(engine, layer, args);
    return layer;
  }
  if (layerName(api) !== undefined) {
    const layer = engine.made(newLayer(api, null, null, layerName(api)?.name ?? "Module"));
    const open = container === "Module" ? null : constructLayer(layer, api, args);
    if (open !== null) engine.note(scope.module, node, `${open}.`);
    return layer;
  }
  const builtin = callBuiltin(engine, api, args, scope, node);
  if (builtin !== undefined) return builtin;
  const last = api.split(".").pop() ?? api;
  if (/^(torch|paddle|numpy|np)\b/.test(api) || last === "create_parameter") {
    return frameworkFunction(engine, api, last, args, text, scope, node);
  }
  return symbol(callText({ type: "api", name: api }, args));
}

function frameworkFunction(
  engine: Engine,
  api: string,
  last: string,
  args: CallArguments,
  text: string,
  scope: Scope,
  node: Node,
): Value {
  const [first] = args.positional;
  if (api.includes(".nn.init.") || api.includes(".initializer."))
    return first?.type === "tensor" ? first : symbol(text);
  if (last === "Parameter" || last === "from_tensor") {
    const data = first ?? args.keywords.get("data") ?? args.keywords.get("tensor");
    const flag = args.keywords.get("requires_grad") ?? args.keywords.get("trainable") ?? args.positional[1];
    const trainable = !(flag?.type === "const" && flag.value === false);
    if (data?.type === "tensor") return { ...parameterOf(data, trainable) };
    return parameterOf(tensor(null, "float32", data === undefined ? text : textOf(data)), trainable);
  }
  if (last === "create_parameter") return createParameter(args, text);
  const unchanged = /\.(weight_norm|spectral_norm|register_parametrization|remove_weight_norm)$/.test(api);
  if (unchanged && first?.type === "module") {
    engine.note(
      scope.module,
      node,
      `${api} changes the parameters of a layer in a way that is not read from source.`,
    );
    return first;
  }
  return tensorFunction(last, args, text) ?? symbol(text);
}

function createParameter(args: CallArguments, text: string): Value {
  const shape = args.keywords.get("shape") ?? args.positional[0];
  const dtype = dtypeOf(args.keywords.get("dtype"));
  const sizes = shape === undefined ? null : shapeFrom([shape]);
  const frozen = (args.keywords.has("attr") ? textOf(args.keywords.get("attr") ?? none) : "").includes(
    "trainable=False",
  );
  return parameterOf(tensor(sizes, dtype ?? "float32", text), !frozen);
}

function superOf(engine: Engine, args: CallArguments, scope: Scope): Value {
  const owner = args.positional[0] ?? engine.lookup("__class__", scope);
  const receiver = args.positional[1] ?? engine.lookup("__receiver__", scope);
  if (owner.type === "class" && (receiver.type === "module" || receiver.type === "object")) {
    return { type: "super", after: owner, receiver };
  }
  return symbol("super()");
}

function callMethod(
  engine: Engine,
  receiver: Value,
  name: string,
  args: CallArguments,
  scope: Scope,
  node: Node,
): Value {
  if (receiver.type === "module") return layerMethod(engine, receiver, name, args, scope, node);
  const text = callText({ type: "bound", receiver, method: name }, args);
  if (receiver.type === "tensor") return tensorMethod(receiver, name, args, text) ?? symbol(text);
  return pythonMethod(engine, receiver, name, args) ?? symbol(text);
}

const RETURNS_SELF = new Set(
  "to eval train cuda cpu float half double bfloat16 apply requires_grad_ type share_memory".split(" "),
);

/** A method that comes from the framework: `layer.append`, or `torch.nn.Linear.__init__` reached through super(). */
function layerMethod(
  engine: Engine,
  layer: ModuleValue,
  name: string,
  args: CallArguments,
  scope: Scope,
  node: Node,
): Value {
  const dot = name.lastIndexOf(".");
  const last = name.slice(dot + 1);
  const [first, second] = args.positional;
  if (last === "__init__") {
    if (dot > 0) constructBase(engine, layer, name.slice(0, dot), args, scope, node);
    return none;
  }
  switch (last) {
    case "append":
      if (first !== undefined) append(engine, layer, first);
      return layer;
    case "extend":
      if (first !== undefined) extend(engine, layer, first);
      return layer;
    case "insert":
      if (first?.type === "const" && typeof first.value === "number" && second !== undefined)
        insert(layer, first.value, second);
      return none;
    case "add_module":
    case "add_sublayer":
    case "register_module": {
      const label = first ?? args.keywords.get("name");
      const child = second ?? args.keywords.get("module") ?? args.keywords.get("sublayer");
      if (label !== undefined && child !== undefined) {
        const repeated = engine.repeats(layer) && label.type !== "const";
        addChild(
          engine,
          layer,
          label.type === "const" ? String(label.value) : repeated ? "{N}" : `{${textOf(label)}}`,
          child,
        );
      }
      return child ?? none;
    }
    case "register_buffer":
      registerBuffer(layer, args);
      return none;
    case "register_parameter":
    case "add_parameter": {
      const label = first ?? args.keywords.get("name");
      const value = second ?? args.keywords.get("param") ?? args.keywords.get("parameter");
      if (label?.type === "const") registerParameter(layer, String(label.value), value);
      return value ?? none;
    }
    case "create_parameter":
      return createParameter(args, scope.module.text.slice(node.start, node.end));
    case "update":
      if (first?.type === "dict")
        for (const [key, value] of first.entries)
          setAttribute(engine, layer, String(key), value, scope, node);
      return none;
    case "parameters":
    case "named_parameters":
    case "modules":
    case "sublayers":
    case "children":
      return listing(layer, last);
    default:
      return RETURNS_SELF.has(last)
        ? layer
        : symbol(callText({ type: "bound", receiver: layer, method: last }, args));
  }
}

function registerBuffer(layer: ModuleValue, args: CallArguments): void {
  const name = args.positional[0] ?? args.keywords.get("name");
  const value = args.positional[1] ?? args.keywords.get("tensor");
  const flag = args.positional[2] ?? args.keywords.get("persistent") ?? args.keywords.get("persistable");
  if (name?.type !== "const" || value === undefined || isNone(value)) return;
  const data = value.type === "tensor" ? value : tensor(null, "float32", textOf(value));
  layer.buffers.set(String(name.value), {
    tensor: data,
    persistent: !(flag?.type === "const" && flag.value === false),
  });
}

function listing(layer: ModuleValue, what: string): Value {
  if (what === "children")
    return sequence(
      "list",
      [...layer.children.values()].filter((child) => child !== null),
    );
  const found: Value[] = [];
  const seen = new Set<Value>();
  const visit = (inner: ModuleValue, path: string): void => {
    if (seen.has(inner)) return;
    seen.add(inner);
    if (what === "modules" || what === "sublayers") found.push(inner);
    else {
      for (const [name, value] of inner.parameters) {
        if (value === null || seen.has(value)) continue;
        seen.add(value);
        found.push(
          what === "parameters"
            ? value
            : sequence("tuple", [{ type: "const", value: `${path}${name}`, float: false }, value]),
        );
      }
    }
    for (const [name, child] of inner.children) if (child !== null) visit(child, `${path}${name}.`);
  };
  visit(layer, "");
  return sequence("list", found);
}
