import { readFile } from "node:fs/promises";
import path from "node:path";

import type { MadeTensor } from "../../core/align/coverage.js";
import { parseAlignSpec, weightsOf, type AlignSpec, type LiveModel } from "../../core/align/spec.js";
import { UserError } from "../../core/util/userError.js";
import { sourcesOf, type WeightPlan } from "../../core/weights/plan.js";
import { loadPlan } from "../planFiles.js";

/** A specification with what it points to. */
export interface LoadedSpec {
  readonly file: string;
  readonly spec: AlignSpec;
  /** Module paths of the reference → of the port, only those that differ. */
  readonly modules: Readonly<Record<string, string>>;
  /** The plan's: tensor of the reference → tensors of the port that are made from it. */
  readonly made: ReadonlyMap<string, readonly MadeTensor[]>;
  /** Tensors that the plan drops, each with its reason. */
  readonly dropped: readonly string[];
  /** Makes a path of the specification absolute. */
  readonly resolve: (file: string) => string;
}

/** A model that can be built here: all paths absolute. */
export interface ModelToRun {
  readonly model: string;
  readonly paths: readonly string[];
  readonly weights: {
    readonly file: string;
    readonly ignore: readonly string[];
    readonly keep: readonly string[];
  } | null;
}

/**
 * Reads align.yaml and the weight plan that it names.
 * @throws UserError naming file and line
 */
export async function loadSpec(file: string): Promise<LoadedSpec> {
  const spec = await readSpec(file);
  const folder = path.dirname(path.resolve(file));
  const resolve = (given: string): string => path.resolve(folder, given);
  const plan = spec.plan === undefined ? undefined : await loadPlan(resolve(spec.plan));
  return {
    file,
    spec,
    modules: { ...plan?.modules, ...spec.modules },
    made: plan ? madeTensors(plan) : new Map(),
    dropped: plan?.dropped.map(({ source }) => source) ?? [],
    resolve,
  };
}

/**
 * Reads align.yaml alone: the files that it names need not be there yet.
 * @throws UserError naming file and line
 */
export async function readSpec(file: string): Promise<AlignSpec> {
  return parseAlignSpec(await readText(file, "The specification"), file);
}

/** The live model of one side, with absolute paths. What the plan drops need not be in the reference's model. */
export function modelToRun(loaded: LoadedSpec, model: LiveModel, side: "reference" | "port"): ModelToRun {
  const weights = weightsOf(model);
  const dropped = side === "reference" ? loaded.dropped.map(literalPattern) : [];
  return {
    model: model.model,
    paths: model.path.map(loaded.resolve),
    weights: weights
      ? { file: loaded.resolve(weights.file), ignore: [...weights.ignore, ...dropped], keep: weights.keep }
      : null,
  };
}

function madeTensors({ entries }: WeightPlan): Map<string, MadeTensor[]> {
  const made = new Map<string, MadeTensor[]>();
  for (const { target, pieces } of entries) {
    for (const piece of pieces) {
      for (const source of sourcesOf(piece)) {
        made.set(source, [...(made.get(source) ?? []), { target, merged: piece.merge !== undefined }]);
      }
    }
  }
  return made;
}

/** A pattern that only this name matches. */
function literalPattern(name: string): string {
  return name.replaceAll(/[*?[]/g, "[$&]");
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${what} ${file} cannot be read: ${reason}.`, "Check the path.", { cause: error });
  }
}
