import type { OnnxModel, OnnxNode } from "./model.js";

/** A module that was being called when a node was recorded. */
export interface Scope {
  /** Dotted path; the model itself is "". */
  readonly path: string;
  /** As PyTorch names it, where the exporter kept it. */
  readonly class: string | undefined;
}

/** Who wrote the names: PyTorch's exporters, the newer and the older one, or somebody who kept no module names. */
export type Dialect = "dynamo" | "torchscript" | "none";

const root: Scope = { path: "", class: undefined };

export function dialectOf({ nodes }: OnnxModel): Dialect {
  if (nodes.some(({ metadata }) => metadata.has("pkg.torch.onnx.name_scopes"))) return "dynamo";
  return nodes.some(({ name }) => /^\/[^/]+\/[^/]+/.test(name)) ? "torchscript" : "none";
}

/**
 * The modules around each node, outermost first; the model itself is always the first.
 * A node that a later pass has put in without a name belongs to the modules that all its neighbours belong to.
 */
export function scopesOf(model: OnnxModel): (readonly Scope[])[] {
  const dialect = dialectOf(model);
  const known = model.nodes.map((node) => {
    if (dialect === "dynamo") return fromMetadata(node);
    return dialect === "torchscript" ? fromName(node.name, model.initializers) : undefined;
  });
  const maker = new Map(model.nodes.flatMap(({ outputs }, index) => outputs.map((name) => [name, index])));
  const neighbours = model.nodes.map((): number[] => []);
  for (const [index, { inputs, captured }] of model.nodes.entries()) {
    for (const name of [...inputs, ...captured]) {
      const from = maker.get(name);
      if (from === undefined) continue;
      neighbours[index]?.push(from);
      neighbours[from]?.push(index);
    }
  }
  return known.map((scopes, index) => scopes ?? common((neighbours[index] ?? []).map((at) => known[at])));
}

/** The metadata holds Python's text of a list: the modules' paths, and at last the name of the operation itself. */
function fromMetadata({ metadata }: OnnxNode): readonly Scope[] | undefined {
  const names = metadata.get("pkg.torch.onnx.name_scopes");
  if (names === undefined) return undefined;
  const paths = stringsOf(names).slice(0, -1);
  const classes = stringsOf(metadata.get("pkg.torch.onnx.class_hierarchy") ?? "[]");
  const scopes = paths.map((path, index) => ({ path, class: classes[index] }));
  return scopes[0]?.path === "" ? scopes : [root, ...scopes];
}

function stringsOf(list: string): string[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(
    ([, single, double]) => single ?? double ?? "",
  );
}

/** `/blocks.0/attention/query/MatMul_1`: a part for each module, then the operation. */
function fromName(name: string, initializers: ReadonlySet<string>): readonly Scope[] | undefined {
  if (!name.startsWith("/")) return undefined;
  const scopes: Scope[] = [root];
  for (const part of name.slice(1).split("/").slice(0, -1)) {
    const path = joinPart(scopes.at(-1)?.path ?? "", part, initializers);
    scopes.push({ path, class: undefined });
  }
  return scopes;
}

/**
 * A child of a Sequential or ModuleList is written with its parent's name, which stands in the path already when the
 * parent itself was called: `/layer/layer.0` is layer.0, `/encoder/layer.0` is encoder.layer.0. Where a module holds one
 * of its own name, the parameters decide.
 */
function joinPart(around: string, part: string, initializers: ReadonlySet<string>): string {
  const plain = around === "" ? part : `${around}.${part}`;
  const have = around.split(".");
  const more = part.split(".");
  for (let shared = Math.min(have.length, more.length - 1); shared > 0; shared--) {
    if (have.slice(-shared).join(".") !== more.slice(0, shared).join(".")) continue;
    const merged = [...have, ...more.slice(shared)].join(".");
    const holds = (path: string): boolean =>
      [...initializers].some((initializer) => initializer.startsWith(`${path}.`));
    return holds(plain) && !holds(merged) ? plain : merged;
  }
  return plain;
}

/** The modules at the head of all these lists. */
function common(lists: readonly (readonly Scope[] | undefined)[]): readonly Scope[] {
  const known = lists.filter((list) => list !== undefined);
  const first = known[0] ?? [root];
  const length = first.findIndex((scope, depth) => known.some((list) => list[depth]?.path !== scope.path));
  return length < 0 ? first : first.slice(0, Math.max(1, length));
}
