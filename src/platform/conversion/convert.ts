import { open, rename } from "node:fs/promises";
import path from "node:path";

import { UserError } from "../../core/util/userError.js";
import { planTasks } from "../../core/weights/conversion/tasks.js";
import { prepareConversion, type TargetFile } from "../../core/weights/conversion/prepare.js";
import { explainNonFinite } from "../../core/weights/conversion/nonFinite.js";
import type { WeightPlan } from "../../core/weights/plan.js";
import type { Checkpoint } from "../checkpoints.js";
import { checkConfig } from "../configCheck.js";
import { errorCode, sha256 } from "../files.js";
import { explainWriteError } from "./convertErrors.js";
import { Journal, type JournalState } from "./journal.js";
import * as folder from "./outputFolder.js";
import { runTasks, type NumberedTask } from "./runTasks.js";
import { collectSideDocuments, sideBytes, stageSideDocuments, type SideDocument } from "./sideDocuments.js";

export interface ConvertOptions {
  readonly plan: WeightPlan;
  readonly checkpoint: Checkpoint;
  /** True when the person named the checkpoint's folder and not a single file in it. */
  readonly wholeFolder: boolean;
  /** Absolute path of the folder to write to. */
  readonly out: string;
  readonly workers: number;
  /** Script of the workers; see runTasks. */
  readonly workerScript?: string | undefined;
  readonly resume?: boolean;
  readonly force?: boolean;
  /** Takes NaN and infinity over as they are; otherwise they end the conversion. */
  readonly allowNonFinite?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after each step with the bytes of tensors written so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Data is synchronised and recorded for a later `resume` whenever this many bytes were written. */
  readonly recordBytes?: number;
}

export interface ConvertResult {
  /** Names of all files written, in `out`. */
  readonly files: readonly string[];
  readonly tensors: number;
  /** Bytes of tensors. */
  readonly bytes: number;
  /** Bytes of tensors that an earlier, interrupted run had written. */
  readonly resumedBytes: number;
}

const defaultRecordBytes = 512 * 2 ** 20;

/** One conversion under way: what it writes and where. */
interface Job {
  readonly options: ConvertOptions;
  readonly targets: readonly TargetFile[];
  readonly tasks: readonly NumberedTask[];
  readonly documents: readonly SideDocument[];
  /** Names of all files, weights first and the index last: its presence says that all is there. */
  readonly names: readonly string[];
}

/**
 * Converts a checkpoint by a plan. All files are first written under hidden names in `out`, synchronised, and renamed
 * when every one of them is whole; an error or an abort removes them.
 * @throws UserError when the plan and the checkpoint do not fit, a target exists, or the disk is full
 */
export async function convertCheckpoint(options: ConvertOptions): Promise<ConvertResult> {
  const { plan, checkpoint, out } = options;
  const targets = prepare(plan, checkpoint);
  await checkConfig(checkpoint, plan);
  const documents = await collectSideDocuments(checkpoint, targets, options.wholeFolder);
  const tasks = planTasks(targets).map((task, id) => ({ id, task }));
  const names = [...targets.map((target) => target.name), ...documents.map((document) => document.name)];
  const job: Job = { options, targets, tasks, documents, names };
  await folder.refuseInPlace(out, names, checkpoint);
  const identity = identify(job);
  const resumed = options.resume === true ? await Journal.resume(out, identity) : undefined;
  if (resumed === undefined && options.force !== true) await folder.refuseExisting(out, names);
  const made = await folder.makeFolder(out);
  let journal = resumed?.journal;
  const partials = names.map((name) => folder.partialPath(path.join(out, name)));
  try {
    // A journal without a whole first line records nothing, so --resume may replace it.
    journal ??= await Journal.start(out, identity, options.force === true || options.resume === true);
    const state = resumed?.state ?? { finished: new Set<number>(), committing: false };
    const resumedBytes = await write(job, journal, state);
    await journal.close();
    await folder.removeFiles([journal.path]);
    const bytes = sum(tasks.map(({ task }) => task.bytes));
    return { files: names, tensors: plan.entries.length, bytes, resumedBytes };
  } catch (error) {
    const explained =
      errorCode(error) === "ENONFINITE"
        ? await explainNonFinite(plan, checkpoint, error)
        : await explainWriteError(error, out, partials, sum(targets.map((target) => target.size)));
    if (journal !== undefined) {
      await journal.close();
      await folder.removeFiles([...partials, journal.path]);
    }
    if (made !== undefined) await folder.removeEmptyFolders(out, made);
    throw explained;
  }
}

/** @throws UserError naming the checkpoint too, which core does not know */
function prepare(plan: WeightPlan, checkpoint: Checkpoint): TargetFile[] {
  try {
    return prepareConversion(plan, checkpoint);
  } catch (error) {
    if (!(error instanceof UserError) || plan.undecided.length > 0) throw error;
    throw new UserError(`${checkpoint.directory}: ${error.what}`, error.remedy, { cause: error });
  }
}

/** Everything that determines the bytes and the numbering of the tasks. */
function identify({ options, tasks, targets }: Job): string {
  const sources = options.checkpoint.files.map(({ name, size, headerSha256, modified }) => [
    name,
    size,
    headerSha256,
    modified,
  ]);
  const headers = targets.map((target) => sha256(target.header));
  const allowNonFinite = options.allowNonFinite === true;
  return sha256(Buffer.from(JSON.stringify({ sources, headers, tasks, allowNonFinite })));
}

async function write(job: Job, journal: Journal, state: JournalState): Promise<number> {
  const { options, targets, documents, tasks, names } = job;
  const { out } = options;
  let resumedBytes = 0;
  if (!state.committing) {
    const kept = await openPartials(job, state);
    const waiting = tasks.filter(({ id }) => !kept.has(id));
    resumedBytes = sum(tasks.filter(({ id }) => kept.has(id)).map(({ task }) => task.bytes));
    await writeTensors(job, journal, waiting, resumedBytes);
    await stageSideDocuments(documents, (name) => folder.partialPath(path.join(out, name)));
    await synchronise(targets.map((target) => folder.partialPath(path.join(out, target.name))));
    options.signal?.throwIfAborted();
    await journal.commit();
  }
  for (const name of names) {
    const file = path.join(out, name);
    // After an interrupted commit some files have their names already.
    if (!state.committing || (await folder.exists(folder.partialPath(file))))
      await rename(folder.partialPath(file), file);
  }
  await folder.syncFolder(out);
  return resumedBytes;
}

/**
 * Makes the partial files with their headers, or takes over those of an interrupted run.
 * @returns the tasks whose bytes are in them already
 */
async function openPartials(job: Job, state: JournalState): Promise<ReadonlySet<number>> {
  const { out } = job.options;
  const kept = new Set<number>();
  const usable = new Set<string>();
  let missing = sideBytes(job.documents);
  for (const target of job.targets) {
    const partial = folder.partialPath(path.join(out, target.name));
    if (state.finished.size > 0 && (await folder.exists(partial))) usable.add(target.name);
  }
  for (const { id, task } of job.tasks) {
    if (state.finished.has(id) && usable.has(task.target)) kept.add(id);
    else missing += task.bytes;
  }
  await folder.checkSpace(out, missing + sum(job.targets.map((target) => target.header.length)));
  for (const target of job.targets) {
    const handle = await open(
      folder.partialPath(path.join(out, target.name)),
      usable.has(target.name) ? "r+" : "w",
    );
    try {
      await handle.write(target.header, 0, target.header.length, 0);
      // Sets the size of files with holes or empty tensors; it reserves nothing.
      await handle.truncate(target.size);
    } finally {
      await handle.close();
    }
  }
  return kept;
}

async function writeTensors(
  job: Job,
  journal: Journal,
  waiting: readonly NumberedTask[],
  before: number,
): Promise<void> {
  const {
    checkpoint,
    out,
    workers,
    workerScript,
    signal,
    onProgress,
    recordBytes = defaultRecordBytes,
  } = job.options;
  const sizes = new Map(job.tasks.map(({ id, task }) => [id, task.bytes]));
  const total = sum([...sizes.values()]);
  const targets = Object.fromEntries(
    job.targets.map(({ name }) => [name, folder.partialPath(path.join(out, name))]),
  );
  let done = before;
  let unrecorded: number[] = [];
  let unrecordedBytes = 0;
  let recording: Promise<unknown> = Promise.resolve();
  onProgress?.(done, total);
  const record = async (ids: readonly number[]): Promise<void> => {
    await synchronise(Object.values(targets));
    await journal.finish(ids);
  };
  try {
    await runTasks(waiting, {
      paths: { sources: Object.fromEntries(checkpoint.files.map((file) => [file.name, file.path])), targets },
      workers,
      workerScript,
      signal,
      allowNonFinite: job.options.allowNonFinite === true,
      onProgress: (bytes) => {
        done += bytes;
        onProgress?.(done, total);
      },
      onFinished: (ids) => {
        unrecorded.push(...ids);
        unrecordedBytes += sum(ids.map((id) => sizes.get(id) ?? 0));
        if (unrecordedBytes < recordBytes) return;
        const batch = unrecorded;
        unrecorded = [];
        unrecordedBytes = 0;
        recording = recording.then(() => record(batch));
        // Awaited below; without this an early failure would count as unhandled.
        recording.catch(() => undefined);
      },
    });
  } finally {
    await recording;
  }
}

async function synchronise(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const handle = await open(file, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
