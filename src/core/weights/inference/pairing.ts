import type { ModuleTree } from "../../modules/moduleTree.js";
import { join, paddleLeaf } from "./layerNames.js";
import type { Ledger } from "./ledger.js";
import type { Evidence } from "./operation.js";
import type { ModelTensor } from "./tensors.js";

/** Assigns to each open target the source tensor of the same path, through the names that a layer has on each side. */
export function pairSamePath(ledger: Ledger): void {
  for (const tensor of ledger.model.values()) {
    pairTensor(ledger, tensor, tensor.module, { confidence: "certain", text: "" });
  }
}

/**
 * Assigns the stored value of one tensor of the reference to the tensor of the same layer at `targetModule`, if that is open.
 * @returns true when the target exists and is settled now
 */
export function pairTensor(
  ledger: Ledger,
  tensor: ModelTensor,
  targetModule: string,
  evidence: Evidence,
): boolean {
  const target =
    ledger.port.get(join(targetModule, paddleLeaf(tensor.kind, tensor.leaf))) ??
    ledger.port.get(join(targetModule, tensor.leaf));
  if (target === undefined || !target.persistent || target.tiedTo !== undefined) return false;
  if (ledger.isSettled(target.name)) return false;
  const stored = ledger.stored(tensor.name);
  if (stored === undefined || ledger.isAsked(stored.source.name)) return false;
  const tie =
    stored.tiedAs === undefined ? "" : `the reference ties \`${stored.tiedAs}\` to \`${stored.source.name}\``;
  const leaf = target.name.slice(join(targetModule, "").length);
  const renamed = leaf === tensor.leaf ? "" : `Paddle's ${tensor.kind} calls \`${tensor.leaf}\` \`${leaf}\``;
  ledger.assign({
    target,
    pieces: [{ source: stored.source, consumer: tensor.consumer }],
    evidence: { ...evidence, text: [evidence.text, renamed, tie].filter((text) => text !== "").join("; ") },
  });
  return true;
}

/**
 * Splits the packed projection of PyTorch's MultiheadAttention over the three Linear layers that Paddle's has.
 * Its rows are q, k and v in this order, each E long; with other widths for k and v, three separate weights take its place.
 */
export function splitAttention(
  ledger: Ledger,
  source: ModuleTree,
  target: ModuleTree,
  targetPath: (path: string) => string,
): void {
  const kinds = new Map(target.modules.map((entry) => [entry.path, entry.kind]));
  for (const layer of source.modules) {
    if (layer.kind !== "MultiheadAttention") continue;
    const path = targetPath(layer.path);
    const known = kinds.get(path) === "MultiheadAttention";
    const evidence: Evidence = {
      confidence: known ? "certain" : "likely",
      text: "its rows are q, k and v, one after the other",
    };
    for (const [index, letter] of (["q", "k", "v"] as const).entries()) {
      const projection = join(path, `${letter}_proj`);
      if (kinds.get(projection) !== "Linear") continue;
      splitRows(ledger, join(layer.path, "in_proj_weight"), join(projection, "weight"), index, evidence);
      splitRows(ledger, join(layer.path, "in_proj_bias"), join(projection, "bias"), index, evidence);
      const alone = ledger.model.get(join(layer.path, `${letter}_proj_weight`));
      const stored = alone && ledger.stored(alone.name);
      const weight = ledger.port.get(join(projection, "weight"));
      if (alone && stored && weight && !ledger.isSettled(weight.name)) {
        ledger.assign({
          target: weight,
          pieces: [{ source: stored.source, consumer: alone.consumer }],
          evidence: { confidence: evidence.confidence, text: "one projection of the attention" },
        });
      }
    }
  }
}

function splitRows(ledger: Ledger, from: string, to: string, index: number, evidence: Evidence): void {
  const tensor = ledger.model.get(from);
  const stored = ledger.stored(from);
  const target = ledger.port.get(to);
  const height = stored?.source.shape[0];
  if (!tensor || !stored || !target || ledger.isSettled(to)) return;
  if (typeof height !== "number" || height % 3 !== 0) return;
  const rows = { start: (index * height) / 3, end: ((index + 1) * height) / 3 };
  ledger.assign({ target, pieces: [{ source: stored.source, rows, consumer: tensor.consumer }], evidence });
}
