import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { analyse } from "../../../src/core/semantics/analysis.js";
import { Project } from "../../../src/core/semantics/project.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import { runPrograms } from "../../programs/support/interpreter.js";
import type { Program } from "../../programs/support/program.js";
import { outputDifference } from "../../programs/support/sameOutput.js";
import { compareTypes } from "./contradictions.js";

/** What recording a set of programs gives. */
export interface Soundness {
  readonly places: number;
  readonly certain: number;
  /** `program: place: what the engine said and what it was`. */
  readonly contradictions: readonly string[];
  /** Programs that do something else when they are recorded: a mistake of the recorder. */
  readonly disturbed: readonly string[];
}

/** Runs programs on PyTorch with all their expressions recorded and compares with the engine's certain types. */
export async function recordTypes(
  programs: readonly Program[],
  python: string,
  parser: PythonParser,
): Promise<Soundness> {
  const requests = programs.map(({ id, files, main }) => ({ id, files: Object.fromEntries(files), main }));
  const recorded = requests.map((request) => ({ ...request, record: Object.keys(request.files) }));
  const [plain, answers] = await Promise.all([
    runPrograms(python, "torch", requests),
    runPrograms(python, "torch", recorded),
  ]);
  const result = { places: 0, certain: 0, contradictions: [] as string[], disturbed: [] as string[] };
  for (const program of programs) {
    const answer = answers.get(program.id);
    const before = plain.get(program.id);
    if (answer === undefined || before === undefined) continue;
    const difference = outputDifference(before.stdout, answer.stdout);
    if (answer.error !== undefined || difference !== undefined) {
      result.disturbed.push(
        `${program.id}: ${answer.error ?? ""} ${answer.message ?? ""} ${difference ?? ""}`,
      );
      continue;
    }
    const files = [...program.files].map(([path, text]) => ({ path, text }));
    const project = new Project(files, parser, bundledCatalog());
    analyse(project);
    for (const module of project.modules) {
      const records = (answer.records ?? []).filter(({ file }) => file === module.path);
      const { places, certain, contradictions } = compareTypes(module, records);
      result.places += places;
      result.certain += certain;
      result.contradictions.push(...contradictions.map((text) => `${program.id}: ${text}`));
    }
  }
  return result;
}
