import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import { errorCode } from "./files.js";

/** A Python file as text, and how to write it back so that untouched bytes stay as they are. */
export interface PythonSource {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly encoding: "utf8" | "latin1";
  /** A byte order mark is kept apart: the grammar does not know it. */
  readonly bom: boolean;
}

/** A Python file that cannot be read as text, with where and why. */
export interface UnreadablePython {
  /** Absolute path. */
  readonly path: string;
  /** What can be read of it, with marks for the rest. */
  readonly text: string;
  /** Where in this text the trouble begins. */
  readonly at: number;
  readonly what: string;
}

/** Folders that never hold a project's own code. */
const foreign = new Set(["node_modules", "__pycache__", "site-packages"]);
/** Folders that hold what was built or installed, unless they are packages themselves. */
const usuallyBuilt = new Set(["build", "dist", "venv", "env"]);

/**
 * Reads a Python file as Python would: UTF-8, or Latin-1 where a coding line says so.
 * @throws UserError when it cannot be read or is in another encoding
 */
export async function readPython(file: string): Promise<PythonSource> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UserError(
      `${file} cannot be read (${errorCode(error) ?? "unknown error"}).`,
      "Check the path and its permissions.",
      { cause: error },
    );
  }
  return decodePython(file, bytes);
}

/**
 * Reads a Python file that is one of many: trouble with it is told, and is no reason to leave out the others. Its text is
 * handed out once; after that it is read again whenever it is asked for.
 */
export async function readOrExplain(file: string): Promise<PythonSource | UnreadablePython> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const why = errorCode(error) ?? "unknown error";
    const what = `This file cannot be read (${why}), so nothing in it is looked at: check its permissions.`;
    return { path: file, text: "", at: 0, what };
  }
  try {
    return new ReadAgain(decodePython(file, bytes), bytes);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const what = `This file is not UTF-8, so nothing in it is looked at. ${error.remedy}`;
    return { path: file, text, at: firstInvalid(bytes, text), what };
  }
}

/** A Python file that is read again rather than kept: of a large package all texts together take much memory. */
class ReadAgain implements PythonSource {
  readonly path: string;
  readonly encoding: PythonSource["encoding"];
  readonly bom: boolean;
  /** The text, until it has been handed out for the first time. */
  #first: string | null;
  readonly #digest: string;

  constructor({ path: file, encoding, bom, text }: PythonSource, bytes: Uint8Array) {
    this.path = file;
    this.encoding = encoding;
    this.bom = bom;
    this.#first = text;
    this.#digest = digestOf(bytes);
  }

  /** @throws UserError when the file is not what it was */
  get text(): string {
    const first = this.#first;
    this.#first = null;
    return first ?? this.#again();
  }

  #again(): string {
    let bytes: Buffer | null;
    try {
      bytes = readFileSync(this.path);
    } catch {
      bytes = null;
    }
    if (bytes === null || digestOf(bytes) !== this.#digest) {
      throw new UserError(
        `${this.path} has changed while it was being looked at.`,
        "Run the command again when nothing writes to it.",
      );
    }
    return decodePython(this.path, bytes).text;
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("base64");
}

export function isReadable(source: PythonSource | UnreadablePython): source is PythonSource {
  return "encoding" in source;
}

/** Where the marks for bytes that are no UTF-8 begin: such a mark may also stand in the file itself. */
function firstInvalid(bytes: Buffer, text: string): number {
  const mark = Buffer.from("\ufffd");
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) {
    const before = Buffer.byteLength(text.slice(0, at));
    if (!bytes.subarray(before, before + mark.length).equals(mark)) return at;
  }
  return 0;
}

/**
 * Decodes a Python file as Python would.
 * @param file its path, for messages
 * @throws UserError when it is in an encoding that is not understood
 */
export function decodePython(file: string, given: Uint8Array): PythonSource {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const bom = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  // What says that it is Latin-1 is, also where its bytes happen to be UTF-8; a byte order mark goes before.
  if (!bom && isLatin1(body))
    return { path: file, text: body.toString("latin1"), encoding: "latin1", bom: false };
  try {
    return {
      path: file,
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body),
      encoding: "utf8",
      bom,
    };
  } catch {
    throw new UserError(
      `${file} is not UTF-8.`,
      "Save it as UTF-8, or name its encoding in a coding line (latin-1 is understood).",
    );
  }
}

/** True when one of the first two lines names the encoding; the second counts below a comment or an empty line. */
function isLatin1(body: Buffer): boolean {
  const [first = "", second = ""] = body
    .subarray(0, 400)
    .toString("latin1")
    .split(/\r\n|\n|\r/, 2);
  const names = (line: string): boolean =>
    /^[ \t\f]*#.*?coding[:=][ \t]*(latin-?1|iso-?8859-?1|l1)(?![\w.-])/i.test(line);
  return names(first) || (/^[ \t\f]*(#.*)?$/.test(first) && names(second));
}

/** The bytes of a text in the encoding it was read in. What Latin-1 lacks can only stand in our own comments. */
export function encodePython(source: PythonSource, text: string): Buffer {
  const fitting = source.encoding === "latin1" ? text.replaceAll("…", "...").replaceAll(/[–—]/g, "-") : text;
  const body = Buffer.from(fitting, source.encoding);
  return source.bom ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) : body;
}

/** What a folder holds: files, and folders that were not looked into. Relative, with forward slashes, in order. */
export interface FolderListing {
  readonly files: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * All files below a folder. Hidden folders, those that hold other people's code, and links to folders, which may lead in a
 * circle, are left out, and listed.
 * @throws Error with a code when the folder cannot be read
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const files: string[] = [];
  const leftOut: string[] = [];
  const visit = async (relative: string): Promise<void> => {
    const entries = await readdir(path.join(folder, relative), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isFile() || (entry.isSymbolicLink() && (await isLinkToFile(path.join(folder, inner)))))
        files.push(inner);
      else if (entry.isSymbolicLink()) leftOut.push(inner);
      else if (entry.isDirectory()) {
        if (!isForeign(path.join(folder, inner), entry.name)) await visit(inner);
        // What Python writes anew by itself is nothing to tell of.
        else if (entry.name !== "__pycache__") leftOut.push(inner);
      }
    }
  };
  await visit("");
  return { files, leftOut };
}

async function isLinkToFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function isForeign(folder: string, name: string): boolean {
  if (name.startsWith(".") || foreign.has(name)) return true;
  return usuallyBuilt.has(name) && !existsSync(path.join(folder, "__init__.py"));
}

/** The files of `listFolder` alone. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  return (await listFolder(folder)).files;
}

/** Whether a path is a folder. @throws UserError when it does not exist */
export async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch (error) {
    throw new UserError(`${file} does not exist.`, "Check the path.", { cause: error });
  }
}
