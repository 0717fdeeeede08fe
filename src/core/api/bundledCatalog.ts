import { Catalog } from "./catalog.js";
import { rows } from "./rows.generated.js";
import { verifiedRows } from "./verified.generated.js";

let bundled: Catalog | undefined;

/** The catalogue that the product ships with; made on first use, then shared. */
export function bundledCatalog(): Catalog {
  bundled ??= new Catalog(rows, verifiedRows);
  return bundled;
}
