import type { ModuleTree } from "../../modules/moduleTree.js";
import { paddleLeaf } from "./layerNames.js";
import type { ModelTensor } from "./tensors.js";

/** A module with the modules and tensors under it. */
interface Node {
  readonly path: string;
  readonly segment: string;
  readonly kind: string;
  readonly children: Node[];
  readonly tensors: ModelTensor[];
}

/** A module of the reference and the module of the port that takes its place under another path. */
export interface ModulePair {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds modules that were renamed: under parents that correspond, what is left over on both sides is paired where its
 * structure (kinds, order and shapes of everything below) occurs exactly once on each side. Several leftovers of one structure,
 * such as q, k and v, are not paired: their order is no evidence.
 * @returns all pairs below a renamed module, parents first
 */
export function matchStructure(
  source: ModuleTree,
  target: ModuleTree,
  sourceTensors: ReadonlyMap<string, ModelTensor>,
  targetTensors: ReadonlyMap<string, ModelTensor>,
): ModulePair[] {
  const pairs: ModulePair[] = [];
  const left = grow(source, sourceTensors);
  const right = grow(target, targetTensors);
  if (left !== undefined && right !== undefined) matchNodes(left, right, pairs);
  return pairs;
}

function matchNodes(left: Node, right: Node, pairs: ModulePair[]): void {
  if (left.path !== right.path) pairs.push({ source: left.path, target: right.path });
  const named = new Map(right.children.map((child) => [child.segment, child]));
  const restLeft: Node[] = [];
  for (const child of left.children) {
    const partner = named.get(child.segment);
    if (partner === undefined) restLeft.push(child);
    else matchNodes(child, partner, pairs);
  }
  const names = new Set(left.children.map((child) => child.segment));
  const restRight = right.children.filter((child) => !names.has(child.segment));
  const signatures = countBy(restLeft, signature);
  const partners = countBy(restRight, signature);
  for (const [text, nodes] of signatures) {
    const others = partners.get(text) ?? [];
    const [node] = nodes;
    const [other] = others;
    if (nodes.length === 1 && others.length === 1 && node && other && holdsTensors(node))
      matchNodes(node, other, pairs);
  }
}

function countBy(nodes: readonly Node[], key: (node: Node) => string): Map<string, Node[]> {
  const groups = new Map<string, Node[]>();
  for (const node of nodes) groups.set(key(node), [...(groups.get(key(node)) ?? []), node]);
  return groups;
}

/** What a subtree is made of, without any of its names but those of framework layers' tensors. */
function signature(node: Node): string {
  const tensors = node.tensors
    .filter((tensor) => tensor.persistent && tensor.leaf !== "num_batches_tracked")
    .map((tensor) => {
      const { consumer } = tensor;
      const inputFirst =
        consumer.role === "matrix" && consumer.layout === "in,out" && tensor.shape.length === 2;
      const sizes = inputFirst ? [...tensor.shape].reverse() : tensor.shape;
      const name = node.kind === "Module" ? "" : paddleLeaf(node.kind, tensor.leaf);
      return `${name}:${consumer.role}[${sizes.join()}]`;
    });
  const children = node.children.filter(holdsTensors).map(signature);
  return `${node.kind}(${[...tensors.sort(), ...children].join(";")})`;
}

function holdsTensors(node: Node): boolean {
  return node.tensors.length > 0 || node.children.some(holdsTensors);
}

function grow(tree: ModuleTree, tensors: ReadonlyMap<string, ModelTensor>): Node | undefined {
  const nodes = new Map<string, Node>();
  for (const entry of tree.modules) {
    const segment = entry.path.split(".").at(-1) ?? "";
    const node: Node = { path: entry.path, segment, kind: entry.kind, children: [], tensors: [] };
    nodes.set(entry.path, node);
    if (entry.path !== "") nodes.get(entry.path.split(".").slice(0, -1).join("."))?.children.push(node);
  }
  for (const tensor of tensors.values()) nodes.get(tensor.module)?.tensors.push(tensor);
  return nodes.get("");
}
