import type { OnnxModel, OnnxNode } from "./model.js";
import { scopesOf, type Scope } from "./scopes.js";

/** A module as the graph shows it: the nodes recorded while it was called, and the values at its border. */
export interface ModuleCall {
  readonly path: string;
  readonly class: string | undefined;
  /** Positions in the order of begins and of ends; what is called inside lies between. */
  readonly began: number;
  readonly order: number;
  /** Positions of its nodes, those of the modules inside it included. */
  readonly nodes: readonly number[];
  /** Values that nodes inside use and nodes outside, or the caller, made; weights and constants are left out. */
  readonly entering: readonly string[];
  /** Values that nodes inside made and nodes outside use or the model returns: the results that somebody uses. */
  readonly leaving: readonly string[];
  /** Why the values that enter need not be the module's arguments. */
  readonly entryDoubt: string | undefined;
  /** Why a value that leaves need not be the module's result. */
  readonly exitDoubts: ReadonlyMap<string, string>;
}

interface Border {
  readonly scope: Scope;
  readonly children: Border[];
  readonly nodes: number[];
  readonly entering: Set<string>;
  readonly leaving: Set<string>;
  readonly exitDoubts: Map<string, string>;
  entryDoubt: string | undefined;
}

/** Finds the modules of a graph and what crosses their borders, in the order in which they end. */
export function moduleCalls(model: OnnxModel): ModuleCall[] {
  const scopes = scopesOf(model);
  const borders = bordersOf(scopes);
  const inside = (index: number, path: string): boolean =>
    scopes[index]?.some((scope) => scope.path === path) ?? false;
  const maker = new Map(model.nodes.flatMap(({ outputs }, index) => outputs.map((name) => [name, index])));
  const constants = constantsOf(model);
  const users = new Map<string, number[]>();
  for (const [index, { inputs, captured }] of model.nodes.entries()) {
    for (const name of new Set([...inputs, ...captured])) {
      if (name === "" || constants.has(name)) continue;
      users.set(name, [...(users.get(name) ?? []), index]);
      const from = maker.get(name);
      for (const { path } of scopes[index] ?? []) {
        if (path === "" || (from !== undefined && inside(from, path))) continue;
        const border = borders.get(path);
        border?.entering.add(name);
        if (border) border.entryDoubt ??= swallowed(model.nodes[index]);
      }
    }
  }
  for (const [name, index] of maker) {
    if (constants.has(name)) continue;
    const using = users.get(name) ?? [];
    for (const { path } of scopes[index] ?? []) {
      const outside = using.filter((user) => !inside(user, path));
      if (path === "" || (outside.length === 0 && !model.outputs.includes(name))) continue;
      const border = borders.get(path);
      border?.leaving.add(name);
      const doubt =
        foldedWeights(model.nodes[index], model.initializers) ??
        outside.map((user) => swallowed(model.nodes[user])).find((found) => found !== undefined);
      if (doubt !== undefined) border?.exitDoubts.set(name, doubt);
    }
  }
  const whole = borders.get("");
  for (const name of model.inputs) whole?.entering.add(name);
  for (const name of model.outputs) whole?.leaving.add(name);
  foreignParameters(model, scopes, borders);
  return numbered(whole);
}

/** One border for each module, below that of the module around it, in the order of their first nodes. */
function bordersOf(scopes: readonly (readonly Scope[])[]): Map<string, Border> {
  const borders = new Map<string, Border>();
  for (const [index, stack] of [[{ path: "", class: undefined }], ...scopes].entries()) {
    let around: Border | undefined;
    for (const scope of stack) {
      let border = borders.get(scope.path);
      if (!border) {
        border = {
          scope,
          children: [],
          nodes: [],
          entering: new Set(),
          leaving: new Set(),
          exitDoubts: new Map(),
          entryDoubt: undefined,
        };
        borders.set(scope.path, border);
        around?.children.push(border);
      }
      // The first list only makes sure that there is the model itself.
      if (index > 0) border.nodes.push(index - 1);
      around = border;
    }
  }
  return borders;
}

function numbered(whole: Border | undefined): ModuleCall[] {
  const calls: ModuleCall[] = [];
  let count = 0;
  const visit = ({ scope, children, nodes, entering, leaving, entryDoubt, exitDoubts }: Border): void => {
    const began = count++;
    for (const child of children) visit(child);
    const own = { path: scope.path, class: scope.class, nodes, entryDoubt, exitDoubts };
    calls.push({ ...own, began, order: calls.length, entering: [...entering], leaving: [...leaving] });
  };
  if (whole) visit(whole);
  return calls;
}

/** Stored tensors, constants in the graph, and other names for them. */
function constantsOf({ nodes, initializers }: OnnxModel): Set<string> {
  const found = new Set(initializers);
  for (const { opType, inputs, outputs } of nodes) {
    const same = opType === "Identity" && inputs[0] !== undefined && found.has(inputs[0]);
    if (opType === "Constant" || same) for (const name of outputs) found.add(name);
  }
  return found;
}

/**
 * A node that an optimiser made of several, which may have stood in different modules: what it takes in is what its
 * first part took in. Dropping an optional input moves nothing.
 */
function swallowed(node: OnnxNode | undefined): string | undefined {
  const rules = node?.metadata.get("pkg.onnxscript.rewriter.rule_name")?.split(/,\s*/) ?? [];
  const merging = rules.find((rule) => !rule.startsWith("RemoveOptional"));
  return merging === undefined
    ? undefined
    : `the exporter's optimiser merged nodes at its border (${merging}); export with optimize=False to see it`;
}

/**
 * A convolution whose kernel no longer has a parameter's name: the older exporter folds a BatchNorm that follows into it
 * and leaves no trace but this.
 */
function foldedWeights(node: OnnxNode | undefined, initializers: ReadonlySet<string>): string | undefined {
  if (node?.opType !== "Conv" && node?.opType !== "ConvTranspose") return undefined;
  const kernel = node.inputs[1] ?? "";
  return initializers.has(kernel) && kernel.startsWith("onnx::")
    ? "the exporter changed the convolution's weights, so a BatchNorm may be folded into it; export with training=TrainingMode.PRESERVE, or with dynamo=True, to see it"
    : undefined;
}

/**
 * A node that uses a parameter of a module that does not lie inside its own: two modules became one, and what enters the
 * module of the result is what entered the first of them.
 */
function foreignParameters(
  model: OnnxModel,
  scopes: readonly (readonly Scope[])[],
  borders: ReadonlyMap<string, Border>,
): void {
  for (const [index, node] of model.nodes.entries()) {
    for (const name of node.inputs) {
      const dot = name.lastIndexOf(".");
      if (dot < 0 || !model.initializers.has(name)) continue;
      const owner = name.slice(0, dot);
      for (const { path } of scopes[index] ?? []) {
        if (path === "" || owner === path || owner.startsWith(`${path}.`)) continue;
        const border = borders.get(path);
        if (border) border.entryDoubt ??= `it uses ${name}, a parameter of another module`;
      }
    }
  }
}
