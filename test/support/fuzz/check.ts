import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { checkModule } from "../../../src/core/editor/fileResult.js";
import type { FixGroup } from "../../../src/core/editor/fileResult.js";
import { portSource } from "../../../src/core/port/portFile.js";
import { analyse } from "../../../src/core/semantics/analysis.js";
import { Project } from "../../../src/core/semantics/project.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import type { TextEdit } from "../../../src/core/text/edits.js";
import { applyEdits } from "../../../src/core/text/edits.js";
import type { Range } from "../../../src/core/text/range.js";
import { UserError } from "../../../src/core/util/userError.js";
import { decodePython, encodePython } from "../../../src/platform/sources.js";

const catalog = bundledCatalog();
const options = { target: "3.0", catalog, producer: "test" } as const;

/**
 * What must hold for any bytes at all under the name of a Python file.
 * @returns what does not hold, in words; nothing for a sound case
 */
export function problemsOf(bytes: Uint8Array, parser: PythonParser): string[] {
  let source;
  try {
    source = decodePython("case.py", bytes);
  } catch (error) {
    // Text in another encoding is said to be so.
    if (error instanceof UserError) return [];
    throw error;
  }
  const { text } = source;
  const problems: string[] = [];
  if (!encodePython(source, text).equals(bytes))
    problems.push("untouched text is not written as it was read");

  const project = new Project([{ path: "case.py", text }], parser, catalog);
  analyse(project);
  const [module] = project.modules;
  if (module === undefined) throw new Error("there is no module");
  const { errors } = module.ast;
  const result = checkModule(module, project, "3.0", "test");
  const groups: FixGroup[] = [...(result.allSafe === null ? [] : [result.allSafe])];
  groups.push(...Object.values(result.byRule));
  for (const { fix } of result.findings) if (fix !== null) groups.push({ count: 1, edits: fix.edits });
  for (const group of groups) problems.push(...editProblems(text, group.edits, errors));
  for (const { range } of result.findings)
    if (range.start < 0 || range.end > text.length || range.start > range.end)
      problems.push(`a finding lies outside the text: ${range.start}-${range.end}`);

  const ported = portSource(text, parser, options);
  problems.push(...keptProblems(text, ported.text, errors));
  const after = parser.parse(ported.text).errors.length;
  if (after > 0 && errors.length === 0) problems.push(`the port has ${after} parse errors, the source none`);
  if (errors.length > 0 && ported.complete && /\btorch\b/.test(text))
    problems.push("a file that cannot be parsed counts as complete");
  const again = portSource(ported.text, parser, options).text;
  // In what is not complete, the port itself may bring a mistake to light, which then gets its comment.
  const compare = ported.complete ? (code: string): string => code : withoutComments;
  const [once, twice] = [compare(ported.text), compare(again)];
  // What stays open is not settled where a file mixes both frameworks, or has lines that cannot be read: its port may
  // name Paddle alone, or read on from another place, and a second port may then mend what the first could not be sure of.
  const mixed = /\btorch\b/.test(text) && /\bpaddle\b/.test(text);
  const settled = ported.complete || (errors.length === 0 && !mixed);
  if (once !== twice && settled) problems.push(`a port of the port differs: ${difference(once, twice)}`);
  const written = decodePython("case.py", encodePython(source, ported.text));
  if (written.encoding !== source.encoding || written.bom !== source.bom)
    problems.push("the port is in another encoding than the source");
  return problems;
}

/** Edits are inside the text, apart from each other and from what could not be parsed. */
function editProblems(text: string, edits: readonly TextEdit[], errors: readonly Range[]): string[] {
  const problems: string[] = [];
  let position = 0;
  let expected = "";
  // An insertion stands before what begins at the same place.
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const where = `${edit.start}-${edit.end} ${JSON.stringify(edit.text.slice(0, 40))}`;
    if (edit.start < position || edit.end < edit.start || edit.end > text.length)
      problems.push(`edit ${where} overlaps another or lies outside the text`);
    if (errors.some((error) => error.start < edit.end && edit.start < error.end))
      problems.push(`edit ${where} reaches into what could not be parsed`);
    expected += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  if (applyEdits(text, edits) !== expected + text.slice(position))
    problems.push("text outside the edits changes");
  return problems;
}

/** What could not be parsed stands in the port as it was, in the same order. */
function keptProblems(text: string, ported: string, errors: readonly Range[]): string[] {
  let position = 0;
  let end = 0;
  for (const error of errors) {
    // Of errors inside one another the outer one says it all.
    if (error.start < end) continue;
    end = error.end;
    const kept = text.slice(error.start, error.end);
    const found = ported.indexOf(kept, position);
    if (found === -1) return [`what could not be parsed was changed: ${JSON.stringify(kept.slice(0, 80))}`];
    position = found + kept.length;
  }
  return [];
}

function withoutComments(code: string): string {
  return code.replaceAll(/^[ \t\f]*# TODO\(paddle-port .*(\r\n|\r|\n)/gm, "");
}

function difference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return `${JSON.stringify(a.slice(Math.max(0, at - 30), at + 60))} and ${JSON.stringify(b.slice(Math.max(0, at - 30), at + 60))}`;
}
