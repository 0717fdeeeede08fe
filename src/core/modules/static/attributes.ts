import { callFunction, classMember } from "./classes.js";
import type { Engine } from "./engine.js";
import { parameterOf } from "./layers.js";
import type { Scope, SourceModule } from "./sources.js";
import { shapeValue } from "./tensors.js";
import {
  constant,
  isNone,
  operandText,
  sequence,
  symbol,
  type ClassValue,
  type ModuleValue,
  type ObjectValue,
  type Value,
} from "./values.js";

const NO_ARGUMENTS = { positional: [], keywords: new Map<string, Value>(), open: false };

/** `object.name`. */
export function getAttribute(engine: Engine, object: Value, name: string, scope: Scope): Value {
  switch (object.type) {
    case "api":
      return apiAttribute(engine, object.name, name, scope);
    case "file":
      return fileAttribute(engine, object.module, name);
    case "symbol":
      return symbol(`${operandText(object)}.${name}`);
    case "object":
      return (
        object.attributes.get(name) ?? fromClass(engine, object, name) ?? symbol(`${object.name}.${name}`)
      );
    case "module":
      return layerAttribute(engine, object, name);
    case "class":
      return classAttribute(engine, object, name) ?? symbol(`${object.definition.name.name}.${name}`);
    case "super": {
      const { cls } = object.receiver;
      const found = cls === null ? undefined : classMember(engine, cls, name, object.after);
      if (typeof found === "object") {
        return found.value.type === "function"
          ? { type: "bound", receiver: object.receiver, method: found.value }
          : found.value;
      }
      return {
        type: "bound",
        receiver: object.receiver,
        method: found === undefined ? name : `${found}.${name}`,
      };
    }
    case "tensor":
      if (name === "shape")
        return object.shape === null ? symbol(`${operandText(object)}.shape`) : shapeValue(object.shape);
      if (name === "dtype") return { type: "api", name: `torch.${object.dtype}` };
      if (name === "data") return object;
      if (name === "requires_grad") return constant(object.trainable);
      if (name === "ndim" && object.shape !== null) return constant(object.shape.length);
      if (name === "T")
        return {
          ...object,
          shape: object.shape === null ? null : [...object.shape].reverse(),
          parameter: false,
        };
      return { type: "bound", receiver: object, method: name };
    default:
      return { type: "bound", receiver: object, method: name };
  }
}

/** A name of a file, or of a package a file in it. */
function fileAttribute(engine: Engine, module: SourceModule, name: string): Value {
  const found = engine.global(module, name);
  if (found !== undefined) return found;
  const inner = module.path.endsWith("__init__.py") ? engine.sources.resolve(module, 1, name) : undefined;
  return inner === undefined ? symbol(`${module.name}.${name}`) : { type: "file", module: inner };
}

function apiAttribute(engine: Engine, api: string, name: string, scope: Scope): Value {
  if (api === "math" && name === "pi") return constant(Math.PI, true);
  if (api === "math" && name === "inf") return symbol("math.inf");
  return engine.moduleAttribute(scope.module, api, name) ?? { type: "api", name: `${api}.${name}` };
}

function classAttribute(engine: Engine, cls: ClassValue, name: string): Value | undefined {
  if (name === "__name__") return constant(cls.definition.name.name);
  const found = classMember(engine, cls, name);
  if (typeof found !== "object")
    return found === undefined ? undefined : { type: "api", name: `${found}.${name}` };
  const isClassMethod = found.function?.decorators.some(
    (decorator) => decorator.expression.type === "Name" && decorator.expression.name === "classmethod",
  );
  return isClassMethod && found.value.type === "function"
    ? { type: "bound", receiver: cls, method: found.value }
    : found.value;
}

/** A method, property or class attribute of an instance. */
function fromClass(engine: Engine, object: ObjectValue | ModuleValue, name: string): Value | undefined {
  if (object.cls === null) return undefined;
  if (name === "__class__") return object.cls;
  const found = classMember(engine, object.cls, name);
  if (typeof found !== "object") return undefined;
  if (found.value.type !== "function" || found.function === null) return found.value;
  const decorated = (wanted: string): boolean =>
    found.function?.decorators.some(
      (decorator) => decorator.expression.type === "Name" && decorator.expression.name === wanted,
    ) ?? false;
  if (decorated("property") || decorated("cached_property"))
    return callFunction(engine, found.value, NO_ARGUMENTS, object);
  if (decorated("staticmethod")) return found.value;
  return { type: "bound", receiver: decorated("classmethod") ? object.cls : object, method: found.value };
}

function layerAttribute(engine: Engine, layer: ModuleValue, name: string): Value {
  const own =
    layer.attributes.get(name) ??
    layer.parameters.get(name) ??
    layer.buffers.get(name)?.tensor ??
    layer.children.get(name) ??
    fromClass(engine, layer, name);
  if (own !== undefined) return own;
  const setting = Object.hasOwn(layer.settings, name) && name !== "bias" ? layer.settings[name] : undefined;
  if (setting !== undefined) {
    return Array.isArray(setting)
      ? sequence(
          "tuple",
          setting.map((item) => constant(item)),
        )
      : constant(setting);
  }
  if (layer.parameters.has(name) || layer.children.has(name) || (name === "bias" && layer.cls === null))
    return constant(null);
  if (name === "training") return constant(true);
  return { type: "bound", receiver: layer, method: name };
}

/** `object.name = value`, with the registration that layers do. */
export function setAttribute(
  engine: Engine,
  object: Value,
  name: string,
  value: Value,
  scope: Scope,
  node: { readonly start: number },
): void {
  if (object.type === "object") {
    object.attributes.set(name, value);
    return;
  }
  if (object.type === "tensor") {
    if (name === "requires_grad" && value.type === "const") object.trainable = Boolean(value.value);
    if (name === "stop_gradient" && value.type === "const") object.trainable = !value.value;
    return;
  }
  if (object.type !== "module") return;
  if (value.type === "module") {
    object.attributes.delete(name);
    object.parameters.delete(name);
    object.children.set(name, value);
  } else if (value.type === "tensor" && value.parameter) {
    object.attributes.delete(name);
    object.parameters.set(name, value);
  } else if (isNone(value) && object.parameters.has(name)) object.parameters.set(name, null);
  else if (isNone(value) && object.children.has(name)) object.children.set(name, null);
  else if (value.type === "tensor" && object.buffers.has(name)) {
    object.buffers.set(name, { tensor: value, persistent: object.buffers.get(name)?.persistent ?? true });
  } else {
    object.attributes.set(name, value);
    noteUnknown(engine, object, name, value, scope, node);
  }
}

/** Says so when a value that is not known may be a layer: the class calls it, or goes through it. */
function noteUnknown(
  engine: Engine,
  layer: ModuleValue,
  name: string,
  value: Value,
  scope: Scope,
  node: { readonly start: number },
): void {
  if (value.type !== "symbol" || layer.cls === null) return;
  const { definition, module } = layer.cls;
  const text = module.text.slice(definition.start, definition.end);
  const used = new RegExp(
    `self\\.${name}(\\s*\\(|\\s*\\[[^\\]]*\\]\\s*\\(|\\s*:|\\.weight)|\\bin\\s+self\\.${name}\\b`,
  );
  if (!used.test(text)) return;
  engine.note(
    scope.module,
    node,
    `what self.${name} is ("${value.text}") is not known from source; if it is a layer, its parameters are left out.`,
  );
}

export function deleteAttribute(object: Value, name: string): void {
  if (object.type !== "module" && object.type !== "object") return;
  object.attributes.delete(name);
  if (object.type !== "module") return;
  object.children.delete(name);
  object.parameters.delete(name);
  object.buffers.delete(name);
}

/** Registers a parameter under a name, from a tensor or None. */
export function registerParameter(layer: ModuleValue, name: string, value: Value | undefined): void {
  if (value?.type === "tensor")
    layer.parameters.set(name, value.parameter ? value : parameterOf(value, true));
  else if (value !== undefined && isNone(value)) layer.parameters.set(name, null);
}
