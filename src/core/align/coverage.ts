import type { CaptureManifest, Dependence } from "./capture.js";
import type { LayerResult } from "./layers.js";

/** A tensor of the port that the plan makes from one of the reference. */
export interface MadeTensor {
  readonly target: string;
  /** The plan adds the reference's tensor, or adds to it, before anything else: it has no counterpart of its own. */
  readonly merged: boolean;
}

/** What tells which modules a comparison covers. */
export interface CoverageParts {
  readonly reference: CaptureManifest;
  readonly port: CaptureManifest;
  readonly layers: readonly LayerResult[];
  /** Module path of the reference → of the port. */
  readonly portPath: (reference: string) => string;
  /** The plan's: name of a tensor of the reference → what is made from it. */
  readonly made: ReadonlyMap<string, readonly MadeTensor[]>;
  /** The modules to count, by the reference's paths, where the reference's own list does not tell: then the port's parameters. */
  readonly holders?: CaptureManifest["modules"] | undefined;
}

type Side = "reference" | "port";

interface Holder {
  readonly module: string;
  readonly class: string;
  readonly parameters: readonly string[];
}

/** A module that is not compared itself but counts, because a compared one stands for it. */
export interface CreditedModule extends Holder {
  /** `merged`: the plan makes the compared module's weight from it. `dependence`: it was measured that the compared result depends on it. */
  readonly by: "merged" | "dependence";
  /** Path of the compared module on the reference's side. */
  readonly through: string;
  readonly reason: string;
  /** `dependence`: how far the result moves when its parameters change a little, in tolerances; the least of them. */
  readonly timesTolerance?: number;
}

export interface Coverage {
  /** Modules that own parameters; `compared` themselves, and `credited` besides. */
  readonly modules: { readonly total: number; readonly compared: number; readonly credited: number };
  /** Parameter tensors of those modules. */
  readonly parameters: { readonly total: number; readonly compared: number; readonly credited: number };
  readonly credited: readonly CreditedModule[];
  readonly missing: readonly (Holder & {
    readonly reason: string;
    /** The reference uses it and the port does not: whatever share is compared, that is not aligned. */
    readonly ignored?: true;
  })[];
  /** Parameters of compared modules that take no part in what they compute. */
  readonly idle: readonly { readonly parameter: string; readonly reason: string }[];
}

/** The part of the modules with parameters that has to be compared before anything is called aligned. */
export const requiredCoverage = 0.95;

/** Whether enough was compared to call agreement aligned. */
export function isEnough({ modules, missing }: Coverage): boolean {
  const share = modules.total === 0 ? 1 : (modules.compared + modules.credited) / modules.total;
  return share >= requiredCoverage && !missing.some(({ ignored }) => ignored === true);
}

type Answer =
  | Pick<CreditedModule, "by" | "through" | "reason" | "timesTolerance">
  | { readonly missing: string; readonly ignored?: true };

/** Which of the modules that hold parameters were compared or are stood for by others, and why the rest is not. */
export function coverageOf(parts: CoverageParts): Coverage {
  const { reference } = parts;
  const seen = new Seen(parts);
  const holders = (parts.holders ?? reference.modules).filter(({ parameters }) => parameters.length > 0);
  const credited: CreditedModule[] = [];
  const missing: Coverage["missing"][number][] = [];
  const idle: Coverage["idle"][number][] = [];
  for (const { path, class: kind, parameters } of holders) {
    const holder = { module: path, class: kind, parameters };
    if (seen.compared(path)) {
      const found = parts.holders ? [] : idleIn(holder, parts, seen);
      if (typeof found === "string") missing.push({ ...holder, reason: found, ignored: true });
      else idle.push(...found);
      continue;
    }
    const answer =
      merged(holder, parts, seen) ??
      (parts.holders ? dependentInPort(holder, parts, seen) : dependent(holder, parts, seen));
    if (answer && "by" in answer) credited.push({ ...holder, ...answer });
    else {
      const reason = answer?.missing ?? seen.notes.get(path) ?? whyNot(reference, path);
      missing.push({ ...holder, reason, ...(answer?.ignored ? { ignored: true } : {}) });
    }
  }
  const count = (of: readonly { readonly parameters: readonly string[] }[]): number =>
    of.reduce((sum, { parameters }) => sum + parameters.length, 0);
  const total = { modules: holders.length, parameters: count(holders) };
  const extra = { modules: credited.length, parameters: count(credited) };
  return {
    modules: {
      total: total.modules,
      compared: total.modules - extra.modules - missing.length,
      credited: extra.modules,
    },
    parameters: {
      total: total.parameters,
      compared: total.parameters - extra.parameters - count(missing) - idle.length,
      credited: extra.parameters,
    },
    credited,
    missing,
    idle,
  };
}

function whyNot(reference: CaptureManifest, path: string): string {
  if (reference.calls.length === 0) return "the recording holds outputs only";
  if (`.${path}`.includes(".parametrizations."))
    return "it makes a weight, and the plan merges it into no layer that was compared";
  return reference.framework === "onnx"
    ? "no node of the ONNX graph bears its name: the exporter folded or merged it; what contains it covers it"
    : "the reference never calls it, and this recording does not hold which results depend on it";
}

type ParameterEffect = Dependence["parameters"][number];

/** The comparisons by module, and the effects by parameter, on either side. */
class Seen {
  readonly notes = new Map<string, string>();
  readonly #effects: Readonly<Record<Side, ReadonlyMap<string, ParameterEffect>>>;
  readonly #byReference = new Map<string, LayerResult[]>();
  readonly #byPort = new Map<string, LayerResult[]>();

  constructor({ reference, port, layers }: CoverageParts) {
    const byName = ({ dependence }: CaptureManifest): Map<string, ParameterEffect> =>
      new Map(dependence?.parameters.map((entry) => [entry.parameter, entry]));
    this.#effects = { reference: byName(reference), port: byName(port) };
    for (const layer of layers) {
      if (layer.isolated === undefined && layer.propagated === undefined) {
        this.notes.set(layer.reference, layer.notes.join("; ") || "it returns no tensor");
        continue;
      }
      for (const [map, path] of [
        [this.#byReference, layer.reference],
        [this.#byPort, layer.port],
      ] as const) {
        map.set(path, [...(map.get(path) ?? []), layer]);
      }
    }
  }

  compared(reference: string): boolean {
    return this.#byReference.has(reference);
  }

  /** The first compared call of the port's module. */
  ofPort(path: string): LayerResult | undefined {
    return this.#byPort.get(path)?.[0];
  }

  effect(side: Side, parameter: string): ParameterEffect | undefined {
    return this.#effects[side].get(parameter);
  }

  call(side: Side, path: string, occurrence: number): LayerResult | undefined {
    const calls = side === "reference" ? this.#byReference : this.#byPort;
    return calls.get(path)?.find((layer) => layer.occurrence === occurrence);
  }
}

/** The plan merges all its parameters into the weight of the module that it is a part of, and that was compared. */
function merged({ module, parameters }: Holder, { made }: CoverageParts, seen: Seen): Answer | undefined {
  const targets = parameters.map((name) => made.get(name));
  const first = targets[0]?.[0]?.target;
  if (first === undefined) return undefined;
  const one = targets.every(
    (found) => found?.length === 1 && found[0]?.merged === true && found[0].target === first,
  );
  const through = one ? seen.ofPort(ownerOf(first)) : undefined;
  if (!through || !module.startsWith(`${through.reference}.`)) return undefined;
  const reason = `the plan merges it into ${first}, and ${nameOf(through.reference)} was compared`;
  return { by: "merged", through: through.reference, reason };
}

/** The result of a compared module depends on all its parameters, in the reference and in the port. */
function dependent(holder: Holder, parts: CoverageParts, seen: Seen): Answer | undefined {
  const { dependence } = parts.reference;
  if (!dependence) return undefined;
  let least: Effect | undefined;
  for (const name of holder.parameters) {
    const own = effectOf(dependence.change, name, "reference", seen);
    // No entry: it was called, and the notes say why the call could not be compared.
    if (!own || "missing" in own) return own;
    const ported = effectsInPort(name, holder, parts, seen);
    if ("missing" in ported) return ported;
    least = [own, ...ported].reduce(lesser, least);
  }
  return least && credit(least, dependence.change, "times its tolerance (measured on both sides)");
}

/** The parameters of a compared module that its result does not depend on, or why the port ignores one on which it does. */
function idleIn(
  holder: Holder,
  parts: CoverageParts,
  seen: Seen,
): string | { parameter: string; reason: string }[] {
  const idle = [];
  const change = parts.reference.dependence?.change ?? 0;
  for (const name of holder.parameters) {
    const own = effectOf(change, name, "reference", seen);
    if (!own) continue;
    if ("missing" in own) {
      if (own.without) idle.push({ parameter: name, reason: own.missing });
      continue;
    }
    const ported = effectsInPort(name, holder, parts, seen);
    if ("missing" in ported && ported.ignored) return ported.missing;
  }
  return idle;
}

/** What the port's counterparts of a parameter have an effect on, as far as their modules are not compared themselves. */
function effectsInPort(
  name: string,
  holder: Holder,
  { port, portPath, made }: CoverageParts,
  seen: Seen,
): Effect[] | { missing: string; ignored?: true } {
  const local = name.slice(holder.module === "" ? 0 : holder.module.length + 1);
  const same = [portPath(holder.module), local].filter((part) => part !== "").join(".");
  const effects: Effect[] = [];
  for (const target of made.get(name)?.map((found) => found.target) ?? [same]) {
    const found = effectOf(port.dependence?.change ?? 0, target, "port", seen);
    if (!found) {
      if (seen.ofPort(ownerOf(target))) continue;
      return { missing: `the port has no parameter ${target} whose effect could be measured` };
    }
    if (!("missing" in found)) effects.push(found);
    else if (!found.without) return { missing: found.missing };
    else {
      const missing = `the reference uses it and the port does not: changing ${target} there moves no result beyond its tolerance`;
      return { missing, ignored: true };
    }
  }
  return effects;
}

/**
 * Where only the port's parameters are known: it never calls the module either, and the module around it was compared and
 * depends on it. Nothing farther away will do: the whole model depends on everything.
 */
function dependentInPort(holder: Holder, { port, portPath }: CoverageParts, seen: Seen): Answer | undefined {
  const path = portPath(holder.module);
  const called = new Set(port.calls.map(({ module }) => module));
  if (called.has(path)) return undefined;
  const around = ancestorsOf(path).find((ancestor) => called.has(ancestor));
  const change = port.dependence?.change ?? 0;
  let least: Effect | undefined;
  // The module's name is the reference's, the parameters' are the port's own.
  for (const name of holder.parameters) {
    const own = effectOf(change, name, "port", seen);
    if (!own || "missing" in own || own.layer.port !== around) return undefined;
    least = lesser(least, own);
  }
  return least && credit(least, change, "times its tolerance (measured in the port)");
}

/** Paths of the modules around one, the nearest first. */
function ancestorsOf(path: string): string[] {
  if (path === "") return [];
  const outer = path.slice(0, Math.max(0, path.lastIndexOf(".")));
  return [outer, ...ancestorsOf(outer)];
}

interface Effect {
  readonly layer: LayerResult;
  readonly timesTolerance: number;
}

/** How far a compared result moves with a parameter; undefined where that was not measured. */
function effectOf(
  change: number,
  parameter: string,
  side: Side,
  seen: Seen,
): Effect | { missing: string; without: boolean } | undefined {
  const found = seen.effect(side, parameter);
  if (!found) return undefined;
  const { module, occurrence, effects, error } = found;
  if (module === undefined || occurrence === undefined) {
    const why = error ?? "no module around it returns a tensor";
    return { missing: `whether a result depends on ${parameter} was not measured: ${why}`, without: false };
  }
  const layer = seen.call(side, module, occurrence);
  if (!layer) {
    const missing = `never called, and ${nameOf(module)}, the nearest module around it, was not compared`;
    return { missing, without: false };
  }
  const times = layer.slots.map((slot) => {
    const comparison = slot.isolated ?? slot.propagated;
    const effect = effects[slot.slot];
    return comparison && effect !== undefined ? effect / comparison.tolerance : 0;
  });
  const timesTolerance = Math.max(0, ...times);
  if (timesTolerance > 1) return { layer, timesTolerance };
  const how = `with ${parameter} changed by ${percent(change)}`;
  const none = Object.values(effects).every((effect) => effect === 0);
  const missing = none
    ? `no effect: ${how}, ${nameOf(module)} returns the same`
    : `too little effect: ${how}, the result of ${nameOf(module)} stays within its tolerance`;
  return { missing, without: true };
}

function percent(change: number): string {
  return `${String(change * 100)} %`;
}

function lesser(one: Effect | undefined, other: Effect): Effect {
  return one && one.timesTolerance <= other.timesTolerance ? one : other;
}

function credit({ layer, timesTolerance }: Effect, change: number, times: string): Answer {
  const result = layer.reference === "" ? "the whole model" : layer.reference;
  const moved = timesTolerance >= 10 ? timesTolerance.toFixed(0) : timesTolerance.toPrecision(2);
  const reason = `never called; changed by ${percent(change)}, it moves the result of ${result}, which was compared, by ${moved} ${times}`;
  return { by: "dependence", through: layer.reference, reason, timesTolerance };
}

/** The module that a parameter belongs to. */
function ownerOf(parameter: string): string {
  return parameter.slice(0, Math.max(0, parameter.lastIndexOf(".")));
}

function nameOf(module: string): string {
  return module === "" ? "the whole model" : module;
}
