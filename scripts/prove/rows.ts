import { Catalog } from "../../src/core/api/catalog.js";
import type { CatalogRow } from "../../src/core/api/schema.js";
import { readApiHelpers } from "../generate/apiHelpers.js";
import { readApiRows, toCatalogRow } from "../generate/apiRows.js";
import type { RowToProve } from "./runProofs.js";

/** The rows of api/ as the product carries them, and those that have proofs. */
export function rowsToProve(root: string): {
  readonly rows: readonly CatalogRow[];
  readonly catalog: Catalog;
  readonly provable: readonly RowToProve[];
} {
  const helpers = readApiHelpers(root);
  const sources = readApiRows(root).map(({ row, place }) => ({
    row: toCatalogRow(row, helpers, place),
    proofs: row.proofs,
  }));
  const rows = sources.map(({ row }) => row);
  return { rows, catalog: new Catalog(rows), provable: sources.filter(({ proofs }) => proofs.length > 0) };
}
