// Written by `npm run generate` from api/. Do not edit.
import type { CatalogRow } from "./schema.js";

export const rows: readonly CatalogRow[] = [
  {"name":"torch.float32","aliases":["torch.float"],"kind":"dtype","signatures":[],"returns":"dtype","attributes":{},"paddle":[{"since":"3.0","to":"paddle.float32"}],"hash":"61b00ea419637d7e"},
];
