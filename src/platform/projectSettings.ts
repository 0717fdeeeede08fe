import { readFile, stat } from "node:fs/promises";
import path from "node:path";

import { excluded } from "../core/config/excluded.js";
import { nearestProjectFile } from "../core/config/nearestProjectFile.js";
import type { ProjectFileProblem, ProjectSettings } from "../core/config/projectFile.js";
import { ruleCodes } from "../core/lint/ruleCodes.generated.js";
import { UserError } from "../core/util/userError.js";
import { errorCode } from "./files.js";

/** The settings of a project, and the file they come from. */
export interface LocatedSettings {
  /** Absolute path of `paddle-port.toml` or `pyproject.toml`. */
  readonly file: string;
  readonly settings: ProjectSettings;
  /** Whether the settings leave a file (absolute path) out of checks. */
  readonly excludes: (file: string) => boolean;
}

/** Finds project files upwards from folders; what it has read it reads once. */
export class ProjectSettingsFinder {
  readonly #found = new Map<string, Promise<LocatedSettings | undefined>>();

  /**
   * The settings that hold for the files of a folder.
   * @throws UserError when the file cannot be read or says something it must not, with the line
   */
  async forFolder(folder: string): Promise<LocatedSettings | undefined> {
    const known = this.#found.get(folder);
    if (known !== undefined) return known;
    const found = find(folder);
    this.#found.set(folder, found);
    return found;
  }
}

async function find(start: string): Promise<LocatedSettings | undefined> {
  const nearest = await nearestProjectFile(
    upwards(start),
    async (folder, name) => readText(path.join(folder, name)),
    ruleCodes,
  );
  if (nearest === undefined) return undefined;
  const file = path.join(nearest.folder, nearest.name);
  if (nearest.content.kind === "problems") throw problemError(file, nearest.content.problems);
  const { settings } = nearest.content;
  const matches = excluded(settings.exclude);
  return {
    file,
    settings,
    excludes: (name) => matches(path.relative(nearest.folder, name).split(path.sep).join("/")),
  };
}

/** The folder and those above it. */
export function* upwards(start: string): Generator<string> {
  for (let folder = start; ; folder = path.dirname(folder)) {
    yield folder;
    if (path.dirname(folder) === folder) return;
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    // A folder of this name is no project file.
    if (!(await stat(file)).isFile()) return undefined;
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UserError(
      `${file} cannot be read (${code ?? "it is not UTF-8"}).`,
      "Mend it, or move it away.",
      { cause: error },
    );
  }
}

function problemError(file: string, problems: readonly ProjectFileProblem[]): UserError {
  const [first, ...more] = problems;
  const rest = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return new UserError(`${file}:${(first?.line ?? 0) + 1}: ${first?.message ?? ""}${rest}`, "Correct it.");
}
