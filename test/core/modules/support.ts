import { readTree, type Json } from "../../../src/core/modules/static/readTree.js";
import type { ModuleTree } from "../../../src/core/modules/moduleTree.js";
import { PythonParser } from "../../../src/core/syntax/parser.js";
import { readGrammar } from "../../../src/platform/grammar.js";

let parser: Promise<PythonParser> | undefined;

export interface Given {
  readonly className?: string;
  readonly file?: string;
  readonly roots?: readonly string[];
  readonly values?: Readonly<Record<string, Json>>;
}

/** Reads class `M` of the file `m.py`, or what `given` says, from files in memory. */
export async function read(files: Readonly<Record<string, string>>, given: Given = {}): Promise<ModuleTree> {
  parser ??= readGrammar().then((bytes) => PythonParser.create(bytes));
  return readTree({
    parser: await parser,
    reader: { read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined) },
    file: given.file ?? "m.py",
    className: given.className ?? "M",
    roots: given.roots ?? [],
    values: given.values ?? {},
  });
}

/** A class `M` of PyTorch whose constructor has this body, and this forward. */
export function torchModule(body: string, forward = "pass", params = ""): Record<string, string> {
  const indent = (text: string): string => text.trim().replaceAll("\n", "\n        ");
  return {
    "m.py": `import math
import torch
import torch.nn.functional as F
from torch import nn

class M(nn.Module):
    def __init__(self${params}):
        super().__init__()
        ${indent(body)}

    def forward(self, x):
        ${indent(forward)}
`,
  };
}

export function paths(tree: ModuleTree): string[] {
  return tree.modules.map(({ path, kind }) => `${path}: ${kind}`);
}

export function shapes(tree: ModuleTree): Record<string, readonly (string | number)[]> {
  return Object.fromEntries(tree.parameters.map(({ name, shape }) => [name, shape]));
}
