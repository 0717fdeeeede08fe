import path from "node:path";

import type { ModuleTree, ParameterEntry } from "../../../src/core/modules/moduleTree.js";
import { recordModules } from "../../../src/platform/recordModules.js";
import { readModules } from "../../../src/platform/readModules.js";
import { paddlePython, torchPython } from "../../support/interpreters.js";

export const fixtures = path.resolve(import.meta.dirname, "../../fixtures/modules");

/** Records `torch_models:NAME`. */
export function recordTorch(
  name: string,
  onLog: (line: string) => void = () => undefined,
): Promise<ModuleTree> {
  return recordModules({
    framework: "torch",
    python: torchPython(),
    model: `torch_models:${name}`,
    paths: [fixtures],
    cwd: fixtures,
    onLog,
  });
}

/** Records `paddle_models:NAME`. */
export function recordPaddle(
  version: "3.0.0" | "3.3.1",
  name: string,
  onLog: (line: string) => void = () => undefined,
): Promise<ModuleTree> {
  return recordModules({
    framework: "paddle",
    python: paddlePython(version),
    model: `paddle_models:${name}`,
    paths: [fixtures],
    cwd: fixtures,
    onLog,
  });
}

/** Reads a class from its source. */
export function readStatic(source: string, set: readonly string[] = []): Promise<ModuleTree> {
  return readModules({ source, cwd: fixtures, paths: [], set });
}

/** What a recorded and a static tree of one model have to agree on. */
export function substance(tree: ModuleTree): unknown {
  return {
    modules: tree.modules.map(({ path: place, kind, settings, source }) => {
      return { path: place, kind, settings, line: source?.line };
    }),
    parameters: tree.parameters,
    buffers: tree.buffers,
  };
}

/** The use of each parameter by name. */
export function usesOf(tree: ModuleTree): Record<string, ParameterEntry["use"]> {
  return Object.fromEntries(tree.parameters.map(({ name, use }) => [name, use]));
}

/** `name [shape]` of parameters or buffers. */
export function shapes(entries: ModuleTree["parameters"] | ModuleTree["buffers"]): string[] {
  return entries.map(({ name, shape }) => `${name} [${shape.join(", ")}]`);
}

/** The peak of resident memory in KiB that the factory `billions` prints. */
export function peakOf(lines: readonly string[]): number {
  const found = lines.map((line) => /^peak (\d+) KiB$/.exec(line)?.[1]).find((peak) => peak !== undefined);
  if (found === undefined) throw new Error(`no peak in: ${lines.join(" | ")}`);
  return Number(found);
}
