// Written by `npm run generate` from api/. Do not edit.
import type { VerifiedEntry } from "./schema.js";

export const verifiedRows: Readonly<Record<string, VerifiedEntry>> = {
};
