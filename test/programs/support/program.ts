import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A small program of test/programs: one file, or a folder whose main.py is executed. */
export interface Program {
  /** `construct/name`. */
  readonly id: string;
  readonly construct: string;
  /** Its first comment line: the one thing it stands for. */
  readonly about: string;
  /** Path -> text; paths are relative to the program's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly main: string;
}

const notConstructs = new Set(["support"]);

/** Reads all programs below a folder, in alphabetical order. */
export function readPrograms(folder: string): Program[] {
  return directories(folder)
    .filter((construct) => !notConstructs.has(construct))
    .flatMap((construct) => programsOf(path.join(folder, construct), construct));
}

function programsOf(folder: string, construct: string): Program[] {
  const single = readdirSync(folder)
    .filter((name) => name.endsWith(".py"))
    .map((name) =>
      program(construct, name.slice(0, -3), "main.py", new Map([["main.py", read(folder, name)]])),
    );
  const several = directories(folder).map((name) => {
    const files = new Map(
      filesBelow(path.join(folder, name)).map((file) => [file, read(path.join(folder, name), file)]),
    );
    if (!existsSync(path.join(folder, name, "main.py")))
      throw new Error(`${construct}/${name} has no main.py, which is what would be executed`);
    return program(construct, name, "main.py", files);
  });
  return [...single, ...several].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function program(construct: string, name: string, main: string, files: ReadonlyMap<string, string>): Program {
  const [first = ""] = (files.get(main) ?? "").split("\n");
  if (!first.startsWith("# "))
    throw new Error(`${construct}/${name} does not say in its first line what it stands for`);
  return { id: `${construct}/${name}`, construct, about: first.slice(2), files, main };
}

function read(folder: string, file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

function directories(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "__pycache__")
    .map((entry) => entry.name)
    .sort();
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** The same programs for the same seed, spread over all constructs. */
export function sample(programs: readonly Program[], seed: number, count: number): Program[] {
  return programs
    .map((entry) => ({ entry, key: mix(entry.id, seed) }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ entry }) => entry);
}

/** FNV-1a over a name, started from a seed. */
function mix(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}
