import type { ClassStmt, FunctionStmt, LambdaExpr } from "../../syntax/ast.js";
import type { ModuleEntry } from "../moduleTree.js";
import type { Scope, SourceModule } from "./sources.js";

/** What the partial evaluator knows about a Python value. */
export type Value =
  | ConstValue
  | SequenceValue
  | DictValue
  | ObjectValue
  | ModuleValue
  | TensorValue
  | ClassValue
  | FunctionValue
  | BoundValue
  | SuperValue
  | ApiValue
  | FileValue
  | PartialValue
  | SymbolValue;

export interface ConstValue {
  readonly type: "const";
  readonly value: number | string | boolean | null;
  /** True for a Python float, which a division makes also of whole numbers. */
  readonly float: boolean;
}

/** An element; `repeated` when it stands for an unknown number of equal ones. */
export interface Item {
  readonly value: Value;
  readonly repeated: boolean;
}

export interface SequenceValue {
  readonly type: "sequence";
  readonly of: "list" | "tuple" | "set";
  items: Item[];
}

export interface DictValue {
  readonly type: "dict";
  readonly entries: Map<string | number, Value>;
}

/** An instance of a class that is no layer, such as a configuration. */
export interface ObjectValue {
  readonly type: "object";
  readonly cls: ClassValue | null;
  readonly attributes: Map<string, Value>;
  /** How the object is called in expressions: `config`. Attributes that are not known become `config.name`. */
  readonly name: string;
}

export type Settings = ModuleEntry["settings"];

/** An instance of a layer. */
export interface ModuleValue {
  readonly type: "module";
  readonly className: string;
  readonly cls: ClassValue | null;
  kind: string;
  settings: Settings;
  readonly source: { readonly file: string; readonly line: number } | null;
  /** In order of registration; null keeps the place of one that was set to None. */
  readonly children: Map<string, ModuleValue | null>;
  readonly parameters: Map<string, TensorValue | null>;
  readonly buffers: Map<string, { readonly tensor: TensorValue; readonly persistent: boolean }>;
  readonly attributes: Map<string, Value>;
}

export type Dimension = number | string;

export interface TensorValue {
  readonly type: "tensor";
  /** Null when the shape is not known. */
  readonly shape: readonly Dimension[] | null;
  readonly dtype: string;
  /** True once it is an nn.Parameter. */
  readonly parameter: boolean;
  trainable: boolean;
  /** The expression that made it, for messages. */
  readonly text: string;
}

export interface ClassValue {
  readonly type: "class";
  readonly definition: ClassStmt;
  readonly module: SourceModule;
  readonly scope: Scope;
}

export interface FunctionValue {
  readonly type: "function";
  readonly definition: FunctionStmt | LambdaExpr;
  readonly name: string;
  readonly scope: Scope;
  /** The class that the function is a method of, for `super()`. */
  readonly owner: ClassValue | null;
}

export interface BoundValue {
  readonly type: "bound";
  readonly receiver: Value;
  /** A function of the project, or the name of a method of Python or of the framework. */
  readonly method: FunctionValue | string;
}

export interface SuperValue {
  readonly type: "super";
  readonly after: ClassValue;
  readonly receiver: ObjectValue | ModuleValue;
}

/** A name that comes from outside of the project, such as `torch.nn.Linear` or the built-in `range`. */
export interface ApiValue {
  readonly type: "api";
  readonly name: string;
}

/** A file of the project, imported as a module. */
export interface FileValue {
  readonly type: "file";
  readonly module: SourceModule;
}

export interface PartialValue {
  readonly type: "partial";
  readonly callee: Value;
  readonly args: CallArguments;
}

/** A value that source alone does not decide, as the expression that computes it. */
export interface SymbolValue {
  readonly type: "symbol";
  readonly text: string;
  /** True for operators, which need parentheses inside other operators. */
  readonly compound: boolean;
}

export interface CallArguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** True when `*args` or `**kwargs` of unknown content were passed along. */
  readonly open: boolean;
}

/** Where evaluation is: for messages with file and line. */
export interface Place {
  readonly module: SourceModule;
  readonly node: { readonly start: number; readonly end: number };
}

export const none: ConstValue = { type: "const", value: null, float: false };

export function constant(value: number | string | boolean | null, float = false): ConstValue {
  return { type: "const", value, float };
}

export function symbol(text: string, compound = false): SymbolValue {
  return { type: "symbol", text, compound };
}

export function sequence(of: SequenceValue["of"], values: readonly Value[]): SequenceValue {
  return { type: "sequence", of, items: values.map((value) => ({ value, repeated: false })) };
}

export function isNone(value: Value | undefined): boolean {
  return value?.type === "const" && value.value === null;
}

/** The value as a Python expression, for symbolic dimensions and messages. */
export function textOf(value: Value): string {
  switch (value.type) {
    case "const":
      if (value.value === null) return "None";
      if (typeof value.value === "boolean") return value.value ? "True" : "False";
      if (typeof value.value === "string") return JSON.stringify(value.value);
      return value.float && Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
    case "symbol":
      return value.text;
    case "sequence": {
      const inner = value.items.map((item) => textOf(item.value)).join(", ");
      if (value.of === "list") return `[${inner}]`;
      return value.of === "set" ? `{${inner}}` : `(${inner}${value.items.length === 1 ? "," : ""})`;
    }
    case "dict":
      return "{…}";
    case "object":
      return value.name;
    case "module":
      return `${value.className}(…)`;
    case "tensor":
      return value.text;
    case "class":
      return value.definition.name.name;
    case "function":
      return value.name;
    case "bound":
      return `${textOf(value.receiver)}.${typeof value.method === "string" ? value.method : value.method.name}`;
    case "super":
      return "super()";
    case "api":
      return value.name;
    case "file":
      return value.module.name;
    case "partial":
      return `partial(${textOf(value.callee)}, …)`;
  }
}

/** `textOf` with parentheses where an operator around it needs them. */
export function operandText(value: Value): string {
  return value.type === "symbol" && value.compound ? `(${value.text})` : textOf(value);
}

/** True, false, or null when it is not known. */
export function truth(value: Value): boolean | null {
  switch (value.type) {
    case "const":
      return Boolean(value.value);
    case "sequence":
      return value.items.length > 0;
    case "dict":
      return value.entries.size > 0;
    case "symbol":
    case "tensor":
      return null;
    case "api":
      return null;
    default:
      return true;
  }
}
