import type { ModuleTree } from "./moduleTree.js";

/** Writes a tree as JSON with one module, parameter or buffer to a line: readable, and differences show as lines. */
export function formatTree(tree: ModuleTree): string {
  const lines = Object.entries(tree).map(([key, value]) => {
    if (!Array.isArray(value) || value.length === 0)
      return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const items = value.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
    return `  ${JSON.stringify(key)}: [\n${items}\n  ]`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

export interface TreeCounts {
  readonly modules: number;
  /** Entries of the parameter list, tied ones included. */
  readonly parameters: number;
  /** Elements of all parameters, tied ones counted once; null when a shape is an expression. */
  readonly elements: number | null;
  readonly buffers: number;
}

/** Counts what a tree holds. */
export function countTree(tree: ModuleTree): TreeCounts {
  let elements: number | null = 0;
  for (const parameter of tree.parameters) {
    if (parameter.tiedTo !== undefined || elements === null) continue;
    let size: number | null = 1;
    for (const dimension of parameter.shape) {
      size = size === null || typeof dimension === "string" ? null : size * dimension;
    }
    elements = size === null ? null : elements + size;
  }
  return {
    modules: tree.modules.length,
    parameters: tree.parameters.length,
    elements,
    buffers: tree.buffers.length,
  };
}
