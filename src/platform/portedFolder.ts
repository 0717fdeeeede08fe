import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import { writeFolder } from "./outputs.js";
import { filesBelow } from "./sources.js";

export interface PortedFolder {
  /** The folder that was ported. */
  readonly from: string;
  /** The folder to write. */
  readonly to: string;
  /** Ported files by their path in the folder, with forward slashes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that the port adds. */
  readonly added: ReadonlyMap<string, string>;
  /** Replaces a folder that exists. */
  readonly force: boolean;
}

/**
 * Writes the port of a folder, with copies of all its other files, whole or not at all.
 * @returns number of files that were copied
 * @throws UserError when the place lies inside the source, exists without `force`, or cannot be written
 */
export async function writePortedFolder({ from, to, files, added, force }: PortedFolder): Promise<number> {
  refuseInside(from, to);
  for (const name of added.keys()) {
    if (files.has(name))
      throw new UserError(
        `${path.join(from, name)} has the name of the helper module that the port needs.`,
        "Rename it.",
      );
  }
  const others = (await filesBelow(from)).filter((name) => !files.has(name));
  await writeFolder(to, force, async (temporary) => {
    const place = async (name: string): Promise<string> => {
      const target = path.join(temporary, name);
      await mkdir(path.dirname(target), { recursive: true });
      return target;
    };
    for (const [name, bytes] of files) await writeFile(await place(name), bytes);
    for (const name of others) await copyFile(path.join(from, name), await place(name));
    for (const [name, text] of added) await writeFile(await place(name), text);
  });
  return others.length;
}

function refuseInside(from: string, to: string): void {
  const inside = path.relative(from, to);
  if (inside === "" || (!inside.startsWith("..") && !path.isAbsolute(inside)))
    throw new UserError(
      `${to} is the source itself or lies inside it.`,
      "Choose a place outside the source.",
    );
}
