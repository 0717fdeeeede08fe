import type { ParameterEntry } from "../moduleTree.js";
import type { Placed } from "./emitTree.js";
import type { Engine } from "./engine.js";

/** Temporary: filled in below. */
export function readUses(
  engine: Engine,
  found: readonly Placed[],
  framework: string,
): Map<string, ParameterEntry["use"]> {
  void engine;
  void found;
  void framework;
  return new Map();
}
