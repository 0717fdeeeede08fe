import { constants } from "node:fs";
import { open, readFile, type FileHandle } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import { UserError } from "../../core/util/userError.js";
import { errorCode } from "../files.js";

const startLine = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("paddle-port/conversion"),
  job: z.string(),
});
const doneLine = z.object({ finished: z.array(z.int().nonnegative()) });
const commitLine = z.object({ commit: z.literal(true) });

const startOver = "Start over with --force.";

/** What an interrupted conversion had finished. */
export interface JournalState {
  readonly finished: ReadonlySet<number>;
  /** True when all data was on the disk and only the renames could be missing. */
  readonly committing: boolean;
}

/**
 * The record of a running conversion, one JSON line at a time, in the folder it writes to. A task is recorded only
 * after its bytes were synchronised, so whatever the journal says survives a crash.
 */
export class Journal {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static pathIn(folder: string): string {
    return path.join(folder, ".paddle-port-conversion.jsonl");
  }

  /**
   * Starts a new journal.
   * @param job identifies plan, checkpoint and layout; a run may only be resumed with the same
   * @throws UserError when an interrupted run left one, unless `replace`
   */
  static async start(folder: string, job: string, replace: boolean): Promise<Journal> {
    const file = Journal.pathIn(folder);
    let handle: FileHandle;
    try {
      handle = await open(file, replace ? "w" : "wx");
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      throw new UserError(
        `${folder} holds an interrupted conversion.`,
        "Go on with --resume, or start over with --force.",
      );
    }
    const journal = new Journal(file, handle);
    await journal.append({ schemaVersion: 1, kind: "paddle-port/conversion", job });
    return journal;
  }

  /**
   * Reads the journal of an interrupted run and opens it for more.
   * @returns undefined when there is none
   * @throws UserError when it belongs to another job
   */
  static async resume(
    folder: string,
    job: string,
  ): Promise<{ journal: Journal; state: JournalState } | undefined> {
    const file = Journal.pathIn(folder);
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
    const [first, ...rest] = text.split("\n");
    const start = startLine.safeParse(parseLine(first));
    // A run that died before its first line was whole has done nothing yet.
    if (!start.success) return undefined;
    if (start.data.job !== job) {
      const what = `The interrupted conversion in ${folder} belongs to another plan, checkpoint or version.`;
      throw new UserError(what, startOver);
    }
    const finished = new Set<number>();
    let committing = false;
    for (const line of rest.map(parseLine)) {
      for (const id of doneLine.safeParse(line).data?.finished ?? []) finished.add(id);
      committing ||= commitLine.safeParse(line).success;
    }
    const journal = new Journal(file, await open(file, constants.O_WRONLY | constants.O_APPEND));
    // The last line may be torn; a line break keeps the next one whole.
    await journal.handle.appendFile("\n");
    return { journal, state: { finished, committing } };
  }

  /** Records tasks whose bytes are on the disk. */
  async finish(ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.append({ finished: ids });
  }

  /** Records that everything is on the disk and the renames begin. */
  async commit(): Promise<void> {
    await this.append({ commit: true });
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private async append(line: object): Promise<void> {
    await this.handle.appendFile(`${JSON.stringify(line)}\n`);
    await this.handle.datasync();
  }
}

function parseLine(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return undefined;
  }
}
