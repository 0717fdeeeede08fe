import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import type { AlignReport } from "../../core/align/report.js";
import { reportHtml } from "../../core/align/html/page.js";
import { UserError } from "../../core/util/userError.js";
import { errorCode } from "../files.js";
import { temporaryPath } from "../safetensorsFiles.js";

const page = "report.html";
const twin = "report.json";

/**
 * Refuses a report folder that holds anything but an earlier report, before any long work is done for it.
 * @throws UserError naming what lies there
 */
export async function checkReportFolder(folder: string, force: boolean): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw new UserError(
      `${folder} cannot be used for the report: ${String(error)}.`,
      "Name another folder.",
      { cause: error },
    );
  }
  const foreign = names.find((name) => name !== page && name !== twin);
  if (foreign !== undefined && !force) {
    throw new UserError(
      `${folder} holds ${foreign}.`,
      "Name another folder for the report, or give --force to write into this one.",
    );
  }
}

/**
 * Writes report.html and report.json; each appears whole.
 * @returns the path of the page
 */
export async function writeReport(folder: string, report: AlignReport): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    await replace(path.join(folder, twin), `${JSON.stringify(report, undefined, 1)}\n`);
    await replace(path.join(folder, page), reportHtml(report));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The report cannot be written to ${folder}: ${reason}.`,
      "Name another folder, or make room.",
      { cause: error },
    );
  }
  return path.join(folder, page);
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = temporaryPath(file);
  try {
    await writeFile(temporary, text, { flag: "wx", flush: true });
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
