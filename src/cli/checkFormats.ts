import type { Finding, Severity } from "../core/lint/finding.js";
import { rules } from "../core/lint/rules.generated.js";
import type { LineIndex, Position } from "../core/text/lineIndex.js";
import type { Target } from "./target.js";
import { targetText } from "./target.js";
import { version } from "./version.js";

/** The findings of one file, with what is needed to say where they are. */
export interface CheckedFile {
  /** As the user would name it. */
  readonly path: string;
  readonly target: Target;
  readonly lines: LineIndex;
  readonly findings: readonly Finding[];
}

export type CheckFormat = "text" | "json" | "sarif" | "github";

/** @param target of the first file, and of what would be checked where there is none */
export function formatCheck(format: CheckFormat, files: readonly CheckedFile[], target: Target): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(jsonDocument(files, target), null, 2)}\n`;
    case "sarif":
      return `${JSON.stringify(sarifDocument(files), null, 2)}\n`;
    case "github":
      return each(
        files,
        ({ file, finding, start }) =>
          `::${githubLevel(finding.severity)} file=${file.path},line=${start.line + 1},col=${start.column + 1},title=${finding.code}::${escapeGithub(finding.message)}\n`,
      );
    case "text":
      return text(files);
  }
}

interface Item {
  readonly file: CheckedFile;
  readonly finding: Finding;
  readonly start: Position;
  readonly end: Position;
}

function items(files: readonly CheckedFile[]): Item[] {
  return files.flatMap((file) =>
    file.findings.map((finding) => ({
      file,
      finding,
      start: file.lines.positionAt(finding.range.start),
      end: file.lines.positionAt(finding.range.end),
    })),
  );
}

function each(files: readonly CheckedFile[], line: (item: Item) => string): string {
  return items(files).map(line).join("");
}

function text(files: readonly CheckedFile[]): string {
  const all = items(files);
  if (all.length === 0) return "";
  const lines = all
    .map(
      ({ file, finding, start }) =>
        `${file.path}:${start.line + 1}:${start.column + 1}: ${finding.severity} ${finding.code} ${finding.message}${fixMark(finding)}\n`,
    )
    .join("");
  const fixable = all.filter(
    ({ finding }) => finding.fix !== null && finding.fix.applicability !== "suggestion",
  ).length;
  const open = all.filter(({ finding }) => finding.fix === null && finding.blocks).length;
  const found = files.filter((file) => file.findings.length > 0);
  const targets = [...new Set(found.map(({ target }) => targetText(target)))].join(" and ");
  return `${lines}\n${count(all.length, "finding")} in ${count(found.length, "file")} for ${targets}: ${fixable} can be fixed (\`port\` does it), ${open} need a decision by hand. [+] marks safe fixes, [~] those that rest on likely types. \`paddle-port explain CODE\` tells more.\n`;
}

function fixMark(finding: Finding): string {
  if (finding.fix === null) return "";
  return finding.fix.applicability === "safe"
    ? " [+]"
    : finding.fix.applicability === "unsafe"
      ? " [~]"
      : " [?]";
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function jsonDocument(files: readonly CheckedFile[], target: Target): unknown {
  const findings = files.flatMap((file) => file.findings);
  return {
    schemaVersion: 1,
    kind: "paddle-port/check",
    producer: `Paddle Port ${version}`,
    target: targetJson(target),
    files: files.map((file) => ({
      path: file.path,
      target: targetJson(file.target),
      findings: items([file]).map(({ finding, start, end }) => ({
        code: finding.code,
        severity: finding.severity,
        range: { start, end },
        message: finding.message,
        fix:
          finding.fix === null
            ? null
            : { title: finding.fix.title, applicability: finding.fix.applicability },
      })),
    })),
    summary: {
      files: files.length,
      findings: findings.length,
      fixable: findings.filter(({ fix }) => fix !== null && fix.applicability !== "suggestion").length,
    },
  };
}

function targetJson({ version: paddle, from }: Target): unknown {
  return { framework: "paddle", minimumVersion: paddle, from };
}

/** SARIF 2.1.0, as code hosts read it; lines and columns count from 1 there. */
function sarifDocument(files: readonly CheckedFile[]): unknown {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Paddle Port",
            version,
            rules: rules.map((rule) => ({
              id: rule.code,
              name: rule.name,
              shortDescription: { text: rule.summary },
              fullDescription: { text: rule.docs.what },
              help: { text: `${rule.docs.why} ${rule.docs.fixSafety}` },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: items(files).map(({ file, finding, start, end }) => ({
          ruleId: finding.code,
          level: finding.severity === "error" ? "error" : finding.severity === "warning" ? "warning" : "note",
          message: { text: finding.message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file.path.replaceAll("\\", "/") },
                region: {
                  startLine: start.line + 1,
                  startColumn: start.column + 1,
                  endLine: end.line + 1,
                  endColumn: end.column + 1,
                },
              },
            },
          ],
        })),
      },
    ],
  };
}

function githubLevel(severity: Severity): string {
  return severity === "error" ? "error" : severity === "warning" ? "warning" : "notice";
}

function escapeGithub(message: string): string {
  return message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
