import type { CatalogRow } from "./schema.js";

/**
 * The name of the helper that stands for a PyTorch function or class where it is a value, with PyTorch's signature:
 * `torch_relu`, `TorchLayerNorm`. Whether there is one, the table of helpers says.
 */
export function adapterName(row: Pick<CatalogRow, "name" | "kind">): string {
  const parts = row.name.split(".");
  const last = parts.at(-1) ?? "";
  if (row.kind === "class") return `Torch${last}`;
  // `torch.relu` and `torch.nn.functional.relu` may differ.
  const area = parts.slice(1, -1).at(-1);
  return area === undefined ? `torch_${last}` : `torch_${area}_${last}`;
}
