import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

import * as vscode from "vscode";
import { z } from "zod";

import { alignReport, type AlignReport } from "../../core/align/report.js";
import { UserError } from "../../core/util/userError.js";
import { replaceFile } from "../../platform/outputs.js";

const run = z.object({
  id: z.string(),
  /** The specification's URI. */
  spec: z.string(),
  /** Milliseconds since 1970. */
  time: z.number(),
  verdict: z.enum(["aligned", "diverged", "incomplete"]),
  model: z.string(),
  device: z.enum(["cpu", "gpu"]),
  /** Where the first divergence stands in the source. */
  place: z
    .object({ file: z.string(), line: z.int().nonnegative(), column: z.int().nonnegative() })
    .optional(),
});

export type Run = z.infer<typeof run>;

const key = "alignment.runs";
/** Reports are kept for so many runs of a workspace. */
const kept = 20;

/** The alignments that were run in this workspace, newest first. Their reports lie in the editor's own storage. */
export class RunHistory {
  constructor(private readonly context: vscode.ExtensionContext) {}

  get runs(): readonly Run[] {
    const parsed = z.array(run).safeParse(this.context.workspaceState.get(key));
    return parsed.success ? parsed.data : [];
  }

  find(id: string): Run | undefined {
    return this.runs.find((one) => one.id === id);
  }

  async add(report: AlignReport, made: Omit<Run, "id" | "verdict" | "model" | "device">): Promise<Run> {
    const added: Run = {
      ...made,
      id: randomUUID(),
      verdict: report.verdict,
      model: report.environment.port.model,
      device: report.device.used,
    };
    const folder = this.#folder();
    await mkdir(folder, { recursive: true });
    await replaceFile(this.#file(added.id), new TextEncoder().encode(JSON.stringify(report)));
    const all = [added, ...this.runs];
    await this.context.workspaceState.update(key, all.slice(0, kept));
    await Promise.all(all.slice(kept).map(({ id }) => rm(this.#file(id), { force: true })));
    return added;
  }

  /** @throws UserError when the report is gone or cannot be read any more */
  async report(id: string): Promise<AlignReport> {
    try {
      return alignReport.parse(JSON.parse(await readFile(this.#file(id), "utf8")));
    } catch (error) {
      throw new UserError(
        vscode.l10n.t("The report of this run is no longer there."),
        vscode.l10n.t("Run the alignment check again."),
        { cause: error },
      );
    }
  }

  #folder(): string {
    return path.join((this.context.storageUri ?? this.context.globalStorageUri).fsPath, "alignments");
  }

  #file(id: string): string {
    return path.join(this.#folder(), `${path.basename(id)}.json`);
  }
}
