import { readFileSync } from "node:fs";
import path from "node:path";

import { bundledCatalog } from "../../../src/core/api/bundledCatalog.js";
import { analyse } from "../../../src/core/semantics/analysis.js";
import { Project } from "../../../src/core/semantics/project.js";
import type { PythonParser } from "../../../src/core/syntax/parser.js";
import { walkExpression, walkStatements, statementExpressions } from "../../../src/core/syntax/walk.js";
import { runPrograms } from "../../programs/support/interpreter.js";
import { compareTypes } from "./contradictions.js";
import { pythonFiles } from "../../support/packages.js";

/** What recording a package's own files while a script uses them gives. */
export interface PackageSoundness {
  readonly stdout: string;
  readonly places: number;
  readonly certain: number;
  readonly contradictions: readonly string[];
  /** Calls of the form `receiver.method(…)` in the recorded files, and those whose receiver is unknown. */
  readonly methodCalls: number;
  readonly unknownReceivers: number;
}

/**
 * Runs a script with every expression of a package's files recorded and compares with the engine's certain types.
 * @param root folder that has the package
 * @param below files that are recorded, by the beginning of their path; all of the package informs the analysis
 */
export async function recordPackage(
  script: string,
  root: string,
  packageName: string,
  below: string,
  python: string,
  parser: PythonParser,
): Promise<PackageSoundness> {
  const files = pythonFiles(path.join(root, packageName)).map((file) => ({
    path: path.relative(root, file).split(path.sep).join("/"),
    text: readFileSync(file, "utf8"),
  }));
  const record = files.map((file) => file.path).filter((file) => file.startsWith(below));
  const request = { id: "package", files: { "main.py": readFileSync(script, "utf8") }, main: "main.py" };
  const answers = await runPrograms(python, "torch", [{ ...request, record, recordRoot: root, limit: 900 }]);
  const answer = answers.get("package");
  if (answer?.records === undefined || answer.error !== undefined)
    throw new Error(
      `${script} did not run: ${answer?.error ?? ""} ${answer?.message ?? ""} ${answer?.trace ?? ""}`,
    );
  const project = new Project(files, parser, bundledCatalog());
  analyse(project);
  const result = {
    places: 0,
    certain: 0,
    methodCalls: 0,
    unknownReceivers: 0,
    contradictions: [] as string[],
  };
  const recorded = new Set(record);
  for (const module of project.modules) {
    if (!recorded.has(module.path)) continue;
    const found = compareTypes(
      module,
      answer.records.filter(({ file }) => file === module.path),
    );
    result.places += found.places;
    result.certain += found.certain;
    result.contradictions.push(...found.contradictions);
    walkStatements(module.ast.body, (statement) => {
      for (const root of statementExpressions(statement))
        walkExpression(root, (node) => {
          if (node.type !== "Call" || node.callee.type !== "Attribute") return;
          result.methodCalls += 1;
          const type = module.types.get(node.callee.object)?.type.kind ?? "unknown";
          if (type === "unknown") result.unknownReceivers += 1;
        });
    });
  }
  return { stdout: answer.stdout, ...result };
}
