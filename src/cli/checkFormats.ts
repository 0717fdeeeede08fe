import type { Finding, Fix, Severity } from "../core/lint/finding.js";
import { rules } from "../core/lint/rules.generated.js";
import { KeptTexts } from "../core/text/keptTexts.js";
import type { LineIndex, Position } from "../core/text/lineIndex.js";
import type { Target } from "./target.js";
import { targetText } from "./target.js";
import { version } from "./version.js";

/** The findings of one file, in source order. */
export interface CheckedFile {
  /** As the user would name it. */
  readonly path: string;
  readonly target: Target;
  readonly findings: readonly ShownFinding[];
}

/** What is shown of a finding: of a large package there are many, and all that a fix is made of would take its room. */
export interface ShownFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly start: Position;
  readonly end: Position;
  readonly message: string;
  readonly fix: Pick<Fix, "title" | "applicability"> | null;
  readonly blocks: boolean;
}

/** Most are the same, and parts of a file's text are in others. */
const messages = new KeptTexts();

/** @param severity that the settings give it */
export function shownFinding(finding: Finding, severity: Severity, lines: LineIndex): ShownFinding {
  const { code, range, message, fix, blocks } = finding;
  return {
    code,
    severity,
    start: lines.positionAt(range.start),
    end: lines.positionAt(range.end),
    message: messages.get(message),
    fix: fix === null ? null : { title: fix.title, applicability: fix.applicability },
    blocks,
  };
}

export type CheckFormat = "text" | "json" | "sarif" | "github";

/**
 * The output in pieces, one for each file and what is around them: that of a large package need never be in one string.
 * @param target of the first file, and of what would be checked where there is none
 */
export function formatCheck(
  format: CheckFormat,
  files: readonly CheckedFile[],
  target: Target,
): Iterable<string> {
  switch (format) {
    case "json":
      return withItems(jsonDocument(files, target), "files", files, (file) => [jsonFile(file)]);
    case "sarif":
      return withItems(sarifDocument(), "results", files, sarifResults);
    case "github":
      return files.map((file) =>
        file.findings
          .map(
            ({ code, severity, start, message }) =>
              `::${githubLevel(severity)} file=${file.path},line=${start.line + 1},col=${start.column + 1},title=${code}::${escapeGithub(message)}\n`,
          )
          .join(""),
      );
    case "text":
      return text(files);
  }
}

function* text(files: readonly CheckedFile[]): Iterable<string> {
  const found = files.filter((file) => file.findings.length > 0);
  if (found.length === 0) return;
  for (const file of found)
    yield file.findings
      .map(
        (finding) =>
          `${file.path}:${finding.start.line + 1}:${finding.start.column + 1}: ${finding.severity} ${finding.code} ${finding.message}${fixMark(finding)}\n`,
      )
      .join("");
  const { findings, fixable } = counts(found);
  const open = sum(found, (finding) => finding.fix === null && finding.blocks);
  const targets = [...new Set(found.map(({ target }) => targetText(target)))].join(" and ");
  yield `\n${count(findings, "finding")} in ${count(found.length, "file")} for ${targets}: ${fixable} can be fixed (\`port\` does it), ${open} need a decision by hand. [+] marks safe fixes, [~] those that rest on likely types. \`paddle-port explain CODE\` tells more.\n`;
}

function counts(files: readonly CheckedFile[]): { readonly findings: number; readonly fixable: number } {
  return {
    findings: sum(files, () => true),
    fixable: sum(files, ({ fix }) => fix !== null && fix.applicability !== "suggestion"),
  };
}

function sum(files: readonly CheckedFile[], counts: (finding: ShownFinding) => boolean): number {
  return files.reduce((sofar, file) => sofar + file.findings.filter(counts).length, 0);
}

function fixMark(finding: ShownFinding): string {
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

/** The JSON of a document with a list that is empty in it, and with the list's items in their place. */
function* withItems(
  document: unknown,
  list: string,
  files: readonly CheckedFile[],
  itemsOf: (file: CheckedFile) => readonly unknown[],
): Iterable<string> {
  const empty = new RegExp(`^( *)"${list}": \\[\\]`, "m");
  const whole = `${JSON.stringify(document, null, 2)}\n`;
  const found = empty.exec(whole);
  if (found === null) throw new Error(`the document has no empty list ${list}`);
  const [{ length }, margin = ""] = found;
  yield whole.slice(0, found.index + length - 1);
  const inside = `${margin}  `;
  let first = true;
  for (const file of files) {
    const items = itemsOf(file).map(
      (item) => inside + JSON.stringify(item, null, 2).replaceAll("\n", `\n${inside}`),
    );
    if (items.length === 0) continue;
    yield `${first ? "\n" : ",\n"}${items.join(",\n")}`;
    first = false;
  }
  yield `${first ? "" : `\n${margin}`}${whole.slice(found.index + length - 1)}`;
}

function jsonDocument(files: readonly CheckedFile[], target: Target): unknown {
  return {
    schemaVersion: 1,
    kind: "paddle-port/check",
    producer: `Paddle Port ${version}`,
    target: targetJson(target),
    files: [],
    summary: { files: files.length, ...counts(files) },
  };
}

function jsonFile({ path, target, findings }: CheckedFile): unknown {
  return {
    path,
    target: targetJson(target),
    findings: findings.map(({ code, severity, start, end, message, fix }) => ({
      code,
      severity,
      range: { start, end },
      message,
      fix,
    })),
  };
}

function targetJson({ version: paddle, from }: Target): unknown {
  return { framework: "paddle", minimumVersion: paddle, from };
}

/** SARIF 2.1.0, as code hosts read it; lines and columns count from 1 there. */
function sarifDocument(): unknown {
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
        results: [],
      },
    ],
  };
}

function sarifResults({ path, findings }: CheckedFile): readonly unknown[] {
  return findings.map(({ code, severity, start, end, message }) => ({
    ruleId: code,
    level: severity === "error" ? "error" : severity === "warning" ? "warning" : "note",
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.replaceAll("\\", "/") },
          region: {
            startLine: start.line + 1,
            startColumn: start.column + 1,
            endLine: end.line + 1,
            endColumn: end.column + 1,
          },
        },
      },
    ],
  }));
}

function githubLevel(severity: Severity): string {
  return severity === "error" ? "error" : severity === "warning" ? "warning" : "notice";
}

function escapeGithub(message: string): string {
  return message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
