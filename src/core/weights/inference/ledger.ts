import type { PlanEntry, WeightPlan } from "../plan.js";
import type { SourceMerge } from "./lowRank.js";
import { decide, type Assignment } from "./operation.js";
import type { ModelTensor, SourceTensor } from "./tensors.js";

/** What a tensor of the checkpoint stands for in the reference model: the tensor itself, or one that shares its storage. */
export interface Stored {
  readonly source: SourceTensor;
  /** The name asked for, when the checkpoint holds the value under the name of the tensor it is tied to. */
  readonly tiedAs: string | undefined;
}

/** All tensors of the checkpoint that a source is made of. */
function namesOf({ name, merge }: SourceTensor): string[] {
  return merge === undefined ? [name] : [name, merge.left.name, merge.right.name];
}

/**
 * The books of one inference: each source tensor is consumed, dropped or asked about, each target filled or asked about.
 * The passes write here; what none of them took is still open.
 */
export class Ledger {
  readonly entries: PlanEntry[] = [];
  readonly dropped: WeightPlan["dropped"] = [];
  readonly undecided: WeightPlan["undecided"] = [];
  readonly #sources = new Map<string, SourceTensor>();
  readonly #byModelName = new Map<string, SourceTensor>();
  readonly #ties = new Map<string, string[]>();
  readonly #settledSources = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #settledTargets = new Set<string>();

  /**
   * @param sources what is to be converted
   * @param model all tensors of the reference, by name
   * @param port all tensors of the port, by name
   */
  constructor(
    sources: readonly SourceTensor[],
    readonly model: ReadonlyMap<string, ModelTensor>,
    readonly port: ReadonlyMap<string, ModelTensor>,
  ) {
    for (const source of sources) {
      this.#sources.set(source.name, source);
      if (source.model !== undefined) this.#byModelName.set(source.model.name, source);
    }
    for (const tensor of model.values()) {
      if (tensor.buffer) continue;
      const first = tensor.tiedTo ?? tensor.name;
      const names = this.#ties.get(first);
      if (names === undefined) this.#ties.set(first, [tensor.name]);
      else names.push(tensor.name);
    }
  }

  source(name: string): SourceTensor | undefined {
    return this.#sources.get(name);
  }

  /** Names of the tensors that are merged into others, which stand for them. */
  mergedParts(): string[] {
    return [...this.#sources.values()].flatMap((source) => namesOf(source).slice(1));
  }

  /** Makes one source of three by a person's word; the factors are not sources any more. */
  mergeInto(source: SourceTensor, merge: SourceMerge): void {
    const merged = { ...source, model: source.computed ?? source.model?.computed ?? source.model, merge };
    this.#sources.set(source.name, merged);
    for (const part of [merge.left, merge.right]) this.#sources.delete(part.name);
    for (const model of [source.model, merged.model]) {
      if (model !== undefined) this.#byModelName.set(model.name, merged);
    }
  }

  /** Names of the reference's parameters that share one storage with this one, itself included. */
  sharing(tensor: ModelTensor): readonly string[] {
    return this.#ties.get(tensor.tiedTo ?? tensor.name) ?? [];
  }

  /** The stored tensor for a name of the reference model, looking through ties. */
  stored(modelName: string): Stored | undefined {
    const own = this.#byModelName.get(modelName);
    if (own !== undefined) return { source: own, tiedAs: undefined };
    const wanted = this.model.get(modelName);
    if (wanted === undefined || wanted.buffer) return undefined;
    for (const name of this.sharing(wanted)) {
      const source = this.#byModelName.get(name);
      if (source !== undefined) return { source, tiedAs: modelName };
    }
    return undefined;
  }

  openSources(): SourceTensor[] {
    return [...this.#sources.values()].filter((source) => !this.#settledSources.has(source.name));
  }

  /** Targets to fill: persistent, and not sharing the storage of another one, which is filled in its place. */
  openTargets(): ModelTensor[] {
    return [...this.port.values()].filter(
      (target) => target.persistent && target.tiedTo === undefined && !this.#settledTargets.has(target.name),
    );
  }

  isSettled(target: string): boolean {
    return this.#settledTargets.has(target);
  }

  /** True for a source that is consumed, dropped or asked about already. */
  isUsed(source: string): boolean {
    return this.#settledSources.has(source);
  }

  /** True for a source that a question is about: it is not used a second time before the answer. */
  isAsked(source: string): boolean {
    return this.#asked.has(source);
  }

  /** Decides the operation and books the entry, or the question when it cannot be decided. */
  assign(assignment: Assignment): void {
    const result = decide(assignment);
    const sources = [...new Set(assignment.pieces.flatMap(({ source }) => namesOf(source)))];
    if ("question" in result) this.ask(sources, [assignment.target.name], result.question);
    else this.entries.push(result.entry);
    this.#settle(sources, [assignment.target.name]);
  }

  drop(source: string, reason: string, confidence: PlanEntry["confidence"]): void {
    this.dropped.push({ source, reason, confidence });
    this.#settle([source], []);
  }

  ask(sources: readonly string[], targets: readonly string[], question: string): void {
    this.undecided.push({ sources: [...sources], targets: [...targets], question });
    for (const name of sources) this.#asked.add(name);
    this.#settle(sources, targets);
  }

  #settle(sources: readonly string[], targets: readonly string[]): void {
    for (const name of sources) this.#settledSources.add(name);
    for (const name of targets) this.#settledTargets.add(name);
  }
}
