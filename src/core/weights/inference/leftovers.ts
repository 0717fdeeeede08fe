import type { ModuleTree } from "../../modules/moduleTree.js";
import { askParametrized } from "./askMerges.js";
import { isBatchCount } from "./layerNames.js";
import type { Ledger } from "./ledger.js";
import { candidates, candidatesBySize, renameHint } from "./renameHint.js";
import { showShape } from "../showShape.js";
import { sameShape, type ModelTensor, type SourceTensor } from "./tensors.js";

/** What the passes over open tensors look at besides the books. */
export interface Scene {
  readonly source: ModuleTree;
  readonly target: ModuleTree;
  /** Prefix that the checkpoint carries and the reference model does not. */
  readonly prefix: string;
}

/** Drops what no model can use, and only that: each reason can be checked in the two trees. */
export function dropUnused(ledger: Ledger, scene: Scene): void {
  const missing = missingTensors(ledger);
  for (const source of ledger.openSources()) {
    const reason =
      source.model === undefined
        ? unknownToBoth(source, ledger, scene, missing)
        : unused(source.model, ledger);
    if (reason !== undefined) ledger.drop(source.name, reason.text, reason.confidence);
  }
}

/** Tensors of the reference that are needed for an open target but are not in the checkpoint. */
function missingTensors(ledger: Ledger): ModelTensor[] {
  return [...ledger.model.values()].filter(
    (tensor) => tensor.persistent && !tensor.buffer && ledger.stored(tensor.name) === undefined,
  );
}

interface Reason {
  readonly text: string;
  readonly confidence: "certain" | "likely";
}

function unknownToBoth(
  source: SourceTensor,
  ledger: Ledger,
  scene: Scene,
  missing: readonly ModelTensor[],
): Reason | undefined {
  const name = source.name.startsWith(scene.prefix) ? source.name.slice(scene.prefix.length) : source.name;
  if ([source.name, name].some((known) => ledger.port.has(known))) return undefined;
  // While the model misses a tensor of this shape, this one may be it under an older name.
  if (missing.some((tensor) => sameShape(tensor.shape, source.shape))) return undefined;
  const unusedModule = absentModule(name, scene);
  const text =
    unusedModule === undefined
      ? "the reference model has no parameter or buffer of this name, so PyTorch would not load it either, and the port has none"
      : `neither the reference model nor the port has a module \`${unusedModule}\`, so PyTorch would not load it either: the whole module is unused`;
  return { text, confidence: "certain" };
}

/** The outermost module on the path of a tensor that neither tree has, or undefined when its owner exists. */
function absentModule(name: string, scene: Scene): string | undefined {
  const paths = new Set([...scene.source.modules, ...scene.target.modules].map((entry) => entry.path));
  const segments = name.split(".").slice(0, -1);
  for (let length = 1; length <= segments.length; length += 1) {
    const path = segments.slice(0, length).join(".");
    if (!paths.has(path)) return path;
  }
  return undefined;
}

/** The reference has the tensor; may the port do without it? */
function unused(tensor: ModelTensor, ledger: Ledger): Reason | undefined {
  const namesake = ledger.port.get(tensor.name);
  if (isBatchCount(tensor.kind, tensor.leaf) && namesake === undefined) {
    return {
      text: "Paddle's BatchNorm does not count batches; the count takes no part in the result",
      confidence: "certain",
    };
  }
  if (!tensor.persistent && namesake?.persistent !== true) {
    return {
      text: "the reference computes this buffer itself and does not load it (it is not persistent)",
      confidence: "certain",
    };
  }
  if (tensor.buffer && namesake?.persistent === false) {
    return {
      text: "the port computes this buffer itself and does not load it (it is not persistent there)",
      confidence: "likely",
    };
  }
  const first = tensor.tiedTo ?? tensor.name;
  const twin = ledger.sharing(tensor).find((name) => name !== tensor.name && isConsumed(ledger, name));
  if (
    twin !== undefined &&
    (namesake === undefined || namesake.tiedTo !== undefined || namesake.name === first)
  ) {
    return {
      text: `the reference ties it to \`${twin}\`, which is converted and stands for both`,
      confidence: "certain",
    };
  }
  return undefined;
}

function isConsumed(ledger: Ledger, modelName: string): boolean {
  return ledger.entries.some((entry) =>
    entry.pieces.some((piece) => ledger.source(piece.source)?.model?.name === modelName),
  );
}

/** Turns everything still open into questions, each with what a person can write into the rules file. */
export function askRest(ledger: Ledger, scene: Scene): void {
  askMissing(ledger);
  askParametrized(ledger, scene.source);
  const fitting = candidatesBySize(ledger.openSources());
  for (const target of ledger.openTargets()) {
    const stored = ledger.stored(target.name);
    const why =
      stored === undefined
        ? "no tensor of the source corresponds to it"
        : `its source \`${stored.source.name}\` is asked about elsewhere`;
    const namesake = ledger.source(target.name)?.model === undefined ? ledger.source(target.name) : undefined;
    const question = `\`${target.name}\` ${showShape(target.shape)} of the port is not filled: ${why}.`;
    if (namesake === undefined) {
      ledger.ask([], [target.name], `${question} ${renameHint(target, fitting(target.shape))}`);
    } else {
      const rule = `- rename: ${JSON.stringify(target.name)}\` with \`to: ${JSON.stringify(target.name)}`;
      ledger.ask(
        [namesake.name],
        [target.name],
        `${question} The checkpoint has one of its name, but the reference model does not use it. If it is meant, write \`${rule}\`.`,
      );
    }
  }
  for (const source of ledger.openSources()) askUnused(ledger, source);
}

function askUnused(ledger: Ledger, source: SourceTensor): void {
  const port = source.model && ledger.port.get(source.model.name);
  const why =
    port?.tiedTo === undefined
      ? "nothing in the port corresponds to it"
      : `the port ties \`${port.name}\` to \`${port.tiedTo}\`, the reference does not`;
  const name = JSON.stringify(source.name);
  ledger.ask(
    [source.name],
    [],
    `\`${source.name}\` ${showShape(source.shape)} is not used: ${why}. Write \`- rename: ${name}\` with \`to:\`, or \`- drop: ${name}\` with a reason.`,
  );
}

/** One question for all tensors that the checkpoint should hold for the model and does not, with what is left over in it. */
function askMissing(ledger: Ledger): void {
  const missing = missingTensors(ledger);
  const open = new Set(ledger.openTargets().map((target) => target.name));
  const targets = missing.map((tensor) => tensor.name).filter((name) => open.has(name));
  const leftOver = ledger
    .openSources()
    .filter(
      (source) =>
        source.model === undefined && missing.some((tensor) => sameShape(tensor.shape, source.shape)),
    );
  const [first] = missing;
  if (first === undefined || (targets.length === 0 && leftOver.length === 0)) return;
  const count =
    missing.length === 1
      ? `\`${first.name}\` ${showShape(first.shape)} of the model is`
      : `${missing.length} tensors of the model (\`${first.name}\` …) are`;
  ledger.ask(
    leftOver.map((source) => source.name),
    targets,
    `${count} not in the checkpoint. ${renameHint(first, candidates(leftOver))}`,
  );
}
