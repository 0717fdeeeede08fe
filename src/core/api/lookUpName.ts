import type { Catalog } from "./catalog.js";
import type { CatalogRow } from "./schema.js";

/** What people leave out: `nn.Linear`, `F.relu`, `Tensor.permute`, `permute`. */
const PREFIXES = ["", "torch.", "torch.Tensor.", "torch.nn.", "torch.nn.functional.", "torch.nn.Module."];

/** The row that a full or short spelling means: the first that fits, from the plain name to the most remote. */
export function lookUpName(catalog: Catalog, spelling: string): CatalogRow | undefined {
  const plain = spelling
    .trim()
    .replace(/\(.*$/s, "")
    .replace(/^F\./, "torch.nn.functional.")
    .replace(/^(?:x|tensor|self)\./, "torch.Tensor.");
  for (const prefix of PREFIXES) {
    const row = catalog.row(prefix + plain);
    if (row !== undefined && row.kind !== "module") return row;
  }
  return catalog.row(plain);
}

/** Known names that resemble a spelling, the closest first. */
export function nearestNames(catalog: Catalog, spelling: string, count = 5): string[] {
  const wanted = lastPart(spelling).toLowerCase();
  const ranked = [...catalog.names()].map((name) => {
    const part = lastPart(name).toLowerCase();
    const contains = part.includes(wanted) || wanted.includes(part);
    return { name, rank: distance(part, wanted) - (contains && wanted.length > 2 ? 2 : 0) };
  });
  const limit = Math.max(2, Math.ceil(wanted.length / 2));
  return ranked
    .filter(({ rank }) => rank <= limit)
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Levenshtein distance in characters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
