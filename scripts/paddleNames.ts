// Asks the installed versions of Paddle which of PyTorch's names and keywords they have: npx tsx scripts/paddleNames.ts
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { collectPaddleNames, paddleNamesText } from "./paddleNames/collect.js";
import { ALL_VERSIONS, interpreters } from "./prove/interpreters.js";

const target = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  "../src/core/lint/paddleNames.generated.ts",
);
const pythons = Object.entries(interpreters(ALL_VERSIONS).paddle).map(([version, python]) => [
  version.split(".").slice(0, 2).join("."),
  python,
]);
writeFileSync(
  target,
  paddleNamesText(collectPaddleNames(Object.fromEntries(pythons) as Record<string, string>)),
);
