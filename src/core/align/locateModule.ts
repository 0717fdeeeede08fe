import type { ModuleTree } from "../modules/moduleTree.js";
import type { ClassStmt, ModuleAst, Stmt } from "../syntax/ast.js";
import { childStatements, unwrap, walkStatements } from "../syntax/walk.js";
import { LineIndex, type Position } from "../text/lineIndex.js";
import type { Range } from "../text/range.js";

/** A place in the port's source. */
export interface ModulePlace {
  /** As the module tree names it. */
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  /** `assignment`: the statement that makes the module; `class`: the head of its class, or of the class around it. */
  readonly kind: "assignment" | "class";
}

/** What the search needs of the outside. */
export interface SourceFiles {
  /** The text of a file as the module tree names it; undefined when it cannot be read. */
  read(file: string): string | undefined;
  parse(text: string): ModuleAst;
}

/**
 * Finds where a module stands in the source. A layer of the framework: the assignment `self.query = …` in the class around
 * it. A class of the user's own: its head, since its own code is what differs. Else the nearest place further out.
 * @param tree recorded from the port, with the classes' files and lines
 * @param path dotted path of the module; the model itself is ""
 */
export function locateModule(tree: ModuleTree, path: string, files: SourceFiles): ModulePlace | undefined {
  const modules = new Map(tree.modules.map((module) => [module.path, module]));
  const opened = new Map<string, Opened | undefined>();
  const open = (file: string): Opened | undefined => {
    if (opened.has(file)) return opened.get(file);
    const text = files.read(file);
    const made =
      text === undefined ? undefined : { ast: files.parse(text), lines: new LineIndex(text), file };
    opened.set(file, made);
    return made;
  };
  const classOf = (
    module: string,
  ): { readonly source: Opened; readonly definition: ClassStmt } | undefined => {
    const entry = modules.get(module);
    if (entry?.source === undefined) return undefined;
    const source = open(entry.source.file);
    const definition = source && findClass(source, entry.class, entry.source.line);
    return definition && { source, definition };
  };

  const own = classOf(path);
  if (own) return place(own.source, own.definition.name, "class");
  const segments = path === "" ? [] : path.split(".");
  for (let depth = segments.length - 1; depth >= 0; depth--) {
    const around = classOf(segments.slice(0, depth).join("."));
    const attribute = segments[depth];
    if (!around || attribute === undefined) continue;
    const assignment = findAssignment(around.source.ast, around.definition, attribute);
    return assignment
      ? place(around.source, assignment, "assignment")
      : place(around.source, around.definition.name, "class");
  }
  return undefined;
}

interface Opened {
  readonly ast: ModuleAst;
  readonly lines: LineIndex;
  readonly file: string;
}

function place({ lines, file }: Opened, range: Range, kind: ModulePlace["kind"]): ModulePlace {
  return { file, start: lines.positionAt(range.start), end: lines.positionAt(range.end), kind };
}

/** The class of this name nearest to the line: Python names the line of a decorator or of `class`, as its version likes. */
function findClass({ ast, lines }: Opened, qualified: string, line: number): ClassStmt | undefined {
  const name = qualified.slice(qualified.lastIndexOf(".") + 1);
  let best: ClassStmt | undefined;
  let distance = Number.POSITIVE_INFINITY;
  walkStatements(ast.body, (statement) => {
    if (statement.type !== "Class" || statement.name.name !== name) return;
    const away = Math.abs(lines.positionAt(statement.name.start).line + 1 - line);
    if (away < distance) [best, distance] = [statement, away];
  });
  return best;
}

/** Where a class, or one of its bases in the same file, makes the submodule of this name. */
function findAssignment(ast: ModuleAst, definition: ClassStmt, attribute: string): Range | undefined {
  const seen = new Set<ClassStmt>();
  const waiting: ClassStmt[] = [definition];
  for (let current = waiting.shift(); current !== undefined; current = waiting.shift()) {
    if (seen.has(current)) continue;
    seen.add(current);
    const found = assignmentsIn(current.body.body, attribute);
    // `self.proj = None` is a promise; the module comes from another assignment.
    const chosen = found.find(({ empty }) => !empty) ?? found[0];
    if (chosen) return chosen.range;
    for (const base of current.bases) {
      const value = unwrap(base.value);
      if (value.type !== "Name") continue;
      walkStatements(ast.body, (statement) => {
        if (statement.type === "Class" && statement.name.name === value.name) waiting.push(statement);
      });
    }
  }
  return undefined;
}

function assignmentsIn(body: readonly Stmt[], attribute: string): { range: Range; empty: boolean }[] {
  const found: { range: Range; empty: boolean }[] = [];
  for (const statement of body) {
    if (statement.type === "Assign" && statement.value !== null) {
      const made = statement.targets.some((target) => isOwnAttribute(target, attribute));
      const value = unwrap(statement.value);
      if (made) found.push({ range: statement, empty: value.type === "Constant" });
    } else if (statement.type === "Expression" && registers(statement.value, attribute)) {
      found.push({ range: statement, empty: false });
    }
    // A class inside has a `self` of its own.
    if (statement.type !== "Class") found.push(...assignmentsIn(childStatements(statement), attribute));
  }
  return found;
}

type Expr = Extract<Stmt, { readonly type: "Expression" }>["value"];

function isOwnAttribute(given: Expr, attribute: string): boolean {
  const target = unwrap(given);
  if (target.type === "Tuple") return target.items.some((item) => isOwnAttribute(item, attribute));
  return (
    target.type === "Attribute" &&
    target.attribute.name === attribute &&
    target.object.type === "Name" &&
    target.object.name === "self"
  );
}

/** `self.add_sublayer("query", …)`, in both frameworks' spellings. */
function registers(given: Expr, attribute: string): boolean {
  const call = unwrap(given);
  if (call.type !== "Call" || call.callee.type !== "Attribute") return false;
  if (!["add_sublayer", "add_module", "register_module"].includes(call.callee.attribute.name)) return false;
  const first = call.args[0] && unwrap(call.args[0].value);
  return first?.type === "String" && first.value === attribute;
}
