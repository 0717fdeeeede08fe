import { z } from "zod";

import type { PaddleVersion } from "../api/schema.js";
import type { Position } from "../text/lineIndex.js";
import type { ProjectPort } from "./portProject.js";

const position = z.object({ line: z.int().nonnegative(), column: z.int().nonnegative() });

/** The report of a port. Lines and columns (UTF-16) count from 0 and refer to the source file. */
export const portReport = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("paddle-port/port-report"),
  producer: z.string(),
  target: z.object({ framework: z.literal("paddle"), minimumVersion: z.string() }),
  files: z.array(
    z.object({
      path: z.string(),
      output: z.string(),
      /** The file runs on the target and, given the same parameters, computes the same. */
      complete: z.boolean(),
      /** Helper functions that the ported file uses. */
      helpers: z.array(z.string()),
      findings: z.array(
        z.object({
          code: z.string(),
          severity: z.enum(["error", "warning", "info", "hint"]),
          status: z.enum(["fixed", "open"]),
          range: z.object({ start: position, end: position }),
          message: z.string(),
        }),
      ),
    }),
  ),
  /** Folders of the source that were not looked into, because they hold no code of the project's own. */
  leftOut: z.array(z.string()),
  summary: z.object({ files: z.int(), complete: z.int(), fixed: z.int(), open: z.int(), copied: z.int() }),
});
export type PortReport = z.infer<typeof portReport>;

/** A file that was copied byte for byte, since it cannot be read. */
export interface UnreadableFile {
  readonly path: string;
  readonly position: Position;
  readonly message: string;
}

/**
 * @param output the path that each source path was written to
 * @param rest number of files copied because they are not Python or use no PyTorch, and folders left out
 */
export function makeReport(
  port: ProjectPort,
  output: (path: string) => string,
  target: PaddleVersion,
  producer: string,
  rest: {
    readonly copied: number;
    readonly leftOut: readonly string[];
    readonly unreadable?: readonly UnreadableFile[];
  },
): PortReport {
  const ported = port.files.map((file) => {
    const module = port.modules.find((candidate) => candidate.path === file.path);
    const at = (offset: number): Position => module?.lines.positionAt(offset) ?? { line: 0, column: 0 };
    return {
      path: file.path,
      output: output(file.path),
      complete: file.complete,
      helpers: [...file.helpers],
      findings: file.findings.map(({ finding, status }) => ({
        code: finding.code,
        severity: finding.severity,
        status,
        range: { start: at(finding.range.start), end: at(finding.range.end) },
        message: finding.message,
      })),
    };
  });
  const unreadable = (rest.unreadable ?? []).map(({ path, position: start, message }) => ({
    path,
    output: output(path),
    complete: false,
    helpers: [],
    findings: [
      {
        code: "PP900",
        severity: "error" as const,
        status: "open" as const,
        range: { start, end: start },
        message,
      },
    ],
  }));
  const files = [...ported, ...unreadable];
  const findings = files.flatMap((file) => file.findings);
  return {
    schemaVersion: 1,
    kind: "paddle-port/port-report",
    producer,
    target: { framework: "paddle", minimumVersion: target },
    files,
    leftOut: [...rest.leftOut],
    summary: {
      files: files.length,
      complete: files.filter((file) => file.complete).length,
      fixed: findings.filter((finding) => finding.status === "fixed").length,
      open: findings.filter((finding) => finding.status === "open").length,
      copied: rest.copied,
    },
  };
}
