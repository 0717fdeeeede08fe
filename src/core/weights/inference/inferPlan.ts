import type { ModuleTree } from "../../modules/moduleTree.js";
import { UserError } from "../../util/userError.js";
import type { WeightPlan } from "../plan.js";
import { applyRules } from "../rules/applyRules.js";
import type { RulesFile } from "../rules/rulesFile.js";
import { askIncompleteMerges } from "./askMerges.js";
import { askRest, dropUnused, type Scene } from "./leftovers.js";
import { Ledger } from "./ledger.js";
import { moduleMap } from "./moduleMap.js";
import { groupQuestions } from "./namePattern.js";
import { notesOf } from "./notes.js";
import { pairSamePath, pairTensor, splitAttention } from "./pairing.js";
import { matchStructure, type ModulePair } from "./structure.js";
import { checkpointPrefix, modelTensors, sourceTensors, type CheckpointSummary } from "./tensors.js";

/** What a plan is inferred from. */
export interface PlanInput {
  /** Module tree of the reference, PyTorch. */
  readonly source: ModuleTree;
  /** Module tree of the port, Paddle. */
  readonly target: ModuleTree;
  /** The tensors to convert; without them the reference's own state dict is planned. */
  readonly checkpoint?: CheckpointSummary | undefined;
  readonly rules?: RulesFile | undefined;
  /** Written into the plan: which program made it, such as `paddle-port 0.1.0`. */
  readonly producer: string;
}

/**
 * Infers the weight plan: rules first, then equal paths, then attention layers, then modules whose structure occurs once, then what
 * no model needs; the rest becomes questions. Every source tensor ends consumed, dropped or asked about, every target filled or
 * asked about.
 * @throws UserError when a tree is of the wrong framework, or a rule is wrong or matches nothing
 */
export function inferPlan(input: PlanInput): WeightPlan {
  const { source, target, checkpoint, rules } = input;
  requireFramework(source, "torch", "source");
  requireFramework(target, "paddle", "target");
  const model = modelTensors(source);
  const port = modelTensors(target);
  const prefix = checkpoint === undefined ? "" : checkpointPrefix(model, checkpoint);
  const ledger = new Ledger(sourceTensors(model, checkpoint, prefix), model, port);
  const scene: Scene = { source, target, prefix };
  if (rules !== undefined) applyRules(ledger, rules);
  pairSamePath(ledger);
  splitAttention(ledger, source, target, (path) => path);
  const structure = matchStructure(source, target, model, port);
  pairStructure(ledger, scene, structure);
  askIncompleteMerges(ledger, prefix);
  dropUnused(ledger, scene);
  askRest(ledger, scene);
  const ownerOf = {
    source: (name: string) => ledger.source(name)?.model?.module,
    target: (name: string) => port.get(name)?.module,
  };
  const order = new Map([...port.keys()].map((name, index) => [name, index]));
  return {
    schemaVersion: 1,
    kind: "paddle-port/weight-plan",
    producer: input.producer,
    source: { framework: "torch", model: source.model },
    target: { framework: "paddle", model: target.model },
    ...(checkpoint && {
      checkpoint: { tensors: checkpoint.tensors.length, headerSha256: checkpoint.headerSha256 },
    }),
    modules: moduleMap(source, target, ledger.entries, ownerOf, structure),
    entries: [...ledger.entries].sort((a, b) => (order.get(a.target) ?? 0) - (order.get(b.target) ?? 0)),
    dropped: ledger.dropped,
    undecided: groupQuestions(ledger.undecided),
    tied: tiedTargets(ledger),
    notes: notesOf(ledger, prefix),
  };
}

function pairStructure(ledger: Ledger, scene: Scene, pairs: readonly ModulePair[]): void {
  const renamed = new Map(pairs.map((pair) => [pair.source, pair.target]));
  for (const tensor of ledger.model.values()) {
    const targetModule = renamed.get(tensor.module);
    if (targetModule === undefined) continue;
    const text = `\`${tensor.module}\` is \`${targetModule}\` in the port, the only module there of this structure`;
    pairTensor(ledger, tensor, targetModule, { confidence: "likely", text });
  }
  splitAttention(ledger, scene.source, scene.target, (path) => renamed.get(path) ?? path);
}

/** Parameters of the port that are filled through another one; listed so that the coverage is complete. */
function tiedTargets(ledger: Ledger): WeightPlan["tied"] {
  return [...ledger.port.values()].flatMap((tensor) =>
    tensor.tiedTo === undefined || ledger.isSettled(tensor.name)
      ? []
      : [{ target: tensor.name, to: tensor.tiedTo }],
  );
}

function requireFramework(tree: ModuleTree, wanted: ModuleTree["framework"], side: string): void {
  if (tree.framework === wanted) return;
  throw new UserError(
    `The ${side} tree, of ${tree.model}, was made with ${tree.framework}, but --${side} takes a ${wanted} tree.`,
    "Check that --source and --target are not exchanged.",
  );
}
