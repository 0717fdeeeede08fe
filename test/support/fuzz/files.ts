import { readdirSync } from "node:fs";
import path from "node:path";

/** All Python files below some folders, in alphabetical order, so that a seed means the same everywhere. */
export function pythonFilesBelow(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort(),
  );
}
