import { UserError } from "../../util/userError.js";
import type { PythonParser } from "../../syntax/parser.js";
import type { ModuleTree } from "../moduleTree.js";
import { ancestors, callFunction, classMember, isLayerClass } from "./classes.js";
import { Engine } from "./engine.js";
import { emitTree } from "./emitTree.js";
import { Sources, type SourceModule, type SourceReader } from "./sources.js";
import {
  constant,
  sequence,
  type CallArguments,
  type ClassValue,
  type ObjectValue,
  type Value,
} from "./values.js";

/** A value of a configuration file. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ReadRequest {
  readonly parser: PythonParser;
  readonly reader: SourceReader;
  /** Path of the file with forward slashes, as the reader takes it. */
  readonly file: string;
  readonly className: string;
  /** Folders for absolute imports, besides the file's own. */
  readonly roots: readonly string[];
  /** Constructor values by name; those of a configuration object may stand at the top as well. */
  readonly values: Readonly<Record<string, Json>>;
}

/**
 * Reads the module tree of a class from its source, without running it: the constructor is evaluated as far as it is
 * decided, through base classes and other files. What is not known stays an expression in shapes, and sentences in `open`.
 * @throws UserError when the file or the class does not exist, or the class is no layer of PyTorch or Paddle
 */
export function readTree(request: ReadRequest): ModuleTree {
  const sources = new Sources(request.reader, request.parser, request.roots);
  const module = sources.open(request.file);
  if (module === undefined)
    throw new UserError(`There is no file ${request.file}.`, "Check the path in SRC.py:Class.");
  const [error] = module.ast.errors;
  const engine = new Engine(sources);
  if (error !== undefined)
    engine.note(module, error, "this place cannot be parsed as Python and is left out.");
  const cls = engine.global(module, request.className);
  if (cls?.type !== "class") throw missingClass(engine, module, request.className);
  const framework = frameworkOf(engine, cls);
  if (framework === undefined) {
    throw new UserError(
      `The class ${request.className} of ${request.file} derives neither from torch.nn.Module nor from paddle.nn.Layer.`,
      "Name the class of a model, and give the folders of imported base classes with --path.",
    );
  }
  const scope = { module, parent: null, names: new Map<string, Value>() };
  const model = engine.call(cls, constructorArguments(engine, cls, request.values), scope, cls.definition);
  if (model.type !== "module")
    throw new UserError(`${request.className} is no layer.`, "Name the class of a model.");
  return emitTree(engine, model, framework, `${request.file}:${request.className}`);
}

function missingClass(engine: Engine, module: SourceModule, name: string): UserError {
  const layers = [...module.bindings]
    .filter(([, binding]) => binding.of === "statement" && binding.statement.type === "Class")
    .map(([label]) => label)
    .filter((label) => {
      const value = engine.global(module, label);
      return value?.type === "class" && isLayerClass(engine, value);
    });
  return new UserError(
    `${module.path} has no class ${name}.`,
    layers.length === 0
      ? "It defines no layers of PyTorch or Paddle."
      : `It defines the layers ${layers.join(", ")}.`,
  );
}

function frameworkOf(engine: Engine, cls: ClassValue): "torch" | "paddle" | undefined {
  for (const ancestor of ancestors(engine, cls)) {
    if (typeof ancestor !== "string") continue;
    if (ancestor.startsWith("torch.")) return "torch";
    if (ancestor.startsWith("paddle.")) return "paddle";
  }
  if (!isLayerClass(engine, cls)) return undefined;
  const imported = [...cls.module.bindings.values()].map((binding) =>
    "module" in binding ? binding.module : "",
  );
  return (["torch", "paddle"] as const).find((name) =>
    imported.some((module) => module.split(".")[0] === name),
  );
}

/** Gives each constructor parameter its value: the one of its name, its default, or a configuration object. */
function constructorArguments(
  engine: Engine,
  cls: ClassValue,
  values: Readonly<Record<string, Json>>,
): CallArguments {
  const keywords = new Map<string, Value>();
  const found = classMember(engine, cls, "__init__");
  const params = typeof found === "object" ? (found.function?.params.slice(1) ?? []) : [];
  const names = new Set(params.map((param) => param.name.name));
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
  const owner = typeof found === "object" ? found.owner : cls;
  for (const param of params) {
    const name = param.name.name;
    const given = Object.hasOwn(values, name) ? values[name] : undefined;
    const isConfig =
      /config|cfg|args/.test(name) && param.kind !== "varPositional" && param.kind !== "varKeyword";
    if (
      isConfig &&
      (given === undefined || (given !== null && typeof given === "object" && !Array.isArray(given)))
    ) {
      if (given === undefined && param.default !== null && Object.keys(rest).length === 0) continue;
      const annotated =
        param.annotation === null ? undefined : engine.evaluate(param.annotation, owner.scope);
      const declared = classMember(engine, cls, "config_class");
      const configClass =
        annotated?.type === "class" ? annotated : typeof declared === "object" ? declared.value : undefined;
      const own = given === undefined ? rest : (given as Readonly<Record<string, Json>>);
      keywords.set(name, configuration(engine, configClass, own, name));
    } else if (given !== undefined) keywords.set(name, fromJson(given, name));
  }
  if (params.some((param) => param.kind === "varKeyword")) {
    for (const [name, value] of Object.entries(rest))
      if (!keywords.has(name)) keywords.set(name, fromJson(value, name));
  }
  return { positional: [], keywords, open: false };
}

/** A configuration: the project's class with its defaults, and the given values over it. */
function configuration(
  engine: Engine,
  cls: Value | undefined,
  values: Readonly<Record<string, Json>>,
  name: string,
): ObjectValue {
  const object: ObjectValue = {
    type: "object",
    cls: cls?.type === "class" ? cls : null,
    attributes: new Map(),
    name,
  };
  const given = new Map(
    Object.entries(values).map(([key, value]) => [key, fromJson(value, `${name}.${key}`)]),
  );
  if (cls?.type === "class") {
    const constructor = classMember(engine, cls, "__init__");
    if (typeof constructor === "object" && constructor.value.type === "function") {
      const accepted = new Set(constructor.function?.params.map((param) => param.name.name));
      const takesAll = constructor.function?.params.some((param) => param.kind === "varKeyword") ?? false;
      const keywords = new Map([...given].filter(([key]) => takesAll || accepted.has(key)));
      callFunction(engine, constructor.value, { positional: [], keywords, open: false }, object);
      // What the constructor does not take under this name is an attribute, as in a saved configuration.
      for (const [key, value] of given) if (!accepted.has(key)) object.attributes.set(key, value);
      return object;
    }
    const made = engine.call(
      cls,
      { positional: [], keywords: given, open: false },
      cls.scope,
      cls.definition,
    );
    if (made.type === "object") for (const [key, value] of made.attributes) object.attributes.set(key, value);
  }
  for (const [key, value] of given) object.attributes.set(key, value);
  return object;
}

function fromJson(value: Json, name: string): Value {
  if (value === null || typeof value === "boolean" || typeof value === "string") return constant(value);
  if (typeof value === "number") return constant(value, !Number.isInteger(value));
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return sequence(
      "list",
      items.map((item, index) => fromJson(item, `${name}[${String(index)}]`)),
    );
  }
  const attributes = new Map(
    Object.entries(value).map(([key, inner]) => [key, fromJson(inner, `${name}.${key}`)]),
  );
  return { type: "object", cls: null, attributes, name };
}
