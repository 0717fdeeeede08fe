import type { ProjectFileContent, ProjectFileName } from "./projectFile.js";
import { projectFileNames, readProjectFile } from "./projectFile.js";

/** The file whose settings hold for a folder. */
export interface NearestProjectFile<Folder> {
  readonly folder: Folder;
  readonly name: ProjectFileName;
  readonly content: Exclude<ProjectFileContent, { kind: "none" }>;
}

/**
 * The nearest project file: settings are not merged with those of files further up.
 * @param folders the folder in question and those above it, nearest first
 * @param read the text of a file; undefined when there is none
 */
export async function nearestProjectFile<Folder>(
  folders: Iterable<Folder>,
  read: (folder: Folder, name: ProjectFileName) => Promise<string | undefined>,
  codes: readonly string[],
): Promise<NearestProjectFile<Folder> | undefined> {
  for (const folder of folders) {
    for (const name of projectFileNames) {
      const text = await read(folder, name);
      if (text === undefined) continue;
      const content = readProjectFile(name, text, codes);
      if (content.kind !== "none") return { folder, name, content };
    }
  }
  return undefined;
}
