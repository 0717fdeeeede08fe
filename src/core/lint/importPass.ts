import type { ImportFromStmt, ImportStmt, ImportedName, Stmt } from "../syntax/ast.js";
import { childStatements } from "../syntax/walk.js";
import type { Rewrite } from "../text/edits.js";
import { contains } from "../text/range.js";
import type { FileContext } from "./context.js";
import type { Finding } from "./finding.js";
import { replace } from "./fix.js";
import { isForeign } from "./foreign.js";
import { moduleTarget } from "./imports.js";
import { targetName } from "./references.js";
import { removedRanges } from "./removed.js";

/**
 * One finding for each import of PyTorch, which carries the changes of nothing but the prefix as well.
 * Imports keep their place, their order and the names they bind.
 */
export function importFindings(
  context: FileContext,
  prefixes: ReadonlyMap<string, readonly Rewrite[]>,
  others: readonly Finding[],
): Finding[] {
  const findings: Finding[] = [];
  const given = new Set<string>();
  for (const statement of context.imports.torch) {
    if (context.broken(statement)) continue;
    const outcome =
      statement.type === "Import"
        ? convertImport(context, statement, others)
        : convertFrom(context, statement, others);
    const locals = context.imports.bindings
      .filter((binding) => binding.statement === statement)
      .map((binding) => binding.local);
    const uses = locals.flatMap((local) => {
      if (given.has(local)) return [];
      given.add(local);
      return prefixes.get(local) ?? [];
    });
    if (locals.includes("torch") && outcome.problem === null && context.torchLocal === "paddle")
      uses.push(...rebindings(context));
    const range = { start: statement.start, end: statement.end };
    if (outcome.problem !== null) {
      findings.push({
        code: "PP002",
        severity: "error",
        range,
        message: outcome.problem,
        fix: null,
        blocks: true,
      });
      continue;
    }
    const fix = {
      title: "Import Paddle instead",
      applicability: "safe" as const,
      rewrites: [...outcome.rewrites, ...uses],
      helpers: outcome.helpers,
      needsPaddle: false,
    };
    const also =
      uses.length === 0
        ? ""
        : ` ${uses.length} ${uses.length === 1 ? "use changes" : "uses change"} only the prefix.`;
    findings.push({
      code: "PP001",
      severity: "warning",
      range,
      message: `PyTorch is imported here; the port imports Paddle.${also}`,
      fix,
      blocks: true,
    });
  }
  return findings;
}

/** `torch = None` where the import failed: the name that the port binds has to be the same one. */
function rebindings(context: FileContext): Rewrite[] {
  return context
    .statementsOf("Assign")
    .flatMap((statement) =>
      !context.broken(statement)
        ? statement.targets
            .filter((target) => target.type === "Name" && target.name === "torch")
            .map((target) => replace(target, "paddle"))
        : [],
    );
}

interface ImportOutcome {
  readonly rewrites: readonly Rewrite[];
  readonly helpers: readonly string[];
  readonly problem: string | null;
}

function convertImport(
  context: FileContext,
  statement: ImportStmt,
  others: readonly Finding[],
): ImportOutcome {
  const rewrites: Rewrite[] = [];
  for (const { name } of statement.names) {
    if (!isForeign(name.text)) continue;
    const target = moduleTarget(name.text, context.catalog);
    const [only] = statement.names;
    if (
      target === undefined &&
      statement.names.length === 1 &&
      only !== undefined &&
      everyUseIsRewritten(context, only, others)
    ) {
      return { rewrites: [removeStatement(context, statement)], helpers: [], problem: null };
    }
    if (target === undefined)
      return { rewrites: [], helpers: [], problem: `\`${name.text}\` has no counterpart that is known.` };
    const keepsName = name.text === "torch" && target === "paddle" && context.torchLocal === "torch";
    const plain = statement.names.some((imported) => imported.name === name && imported.alias === null);
    rewrites.push(replace(name, keepsName && plain ? "paddle as torch" : target));
  }
  return { rewrites, helpers: [], problem: null };
}

/** True when the fixes of other findings leave no use of an imported name behind. */
function everyUseIsRewritten(
  context: FileContext,
  imported: ImportedName,
  others: readonly Finding[],
): boolean {
  const local = imported.alias?.name ?? imported.name.parts[0]?.name ?? "";
  const removed = others.flatMap((finding) =>
    finding.fix === null || finding.fix.applicability === "suggestion"
      ? []
      : finding.fix.rewrites.flatMap(removedRanges),
  );
  const uses = context.ofType("Name").filter((expr) => expr.name === local);
  return uses.every((use) => removed.some((range) => contains(range, use)));
}

/** Where an imported name comes from on Paddle. */
interface Origin {
  readonly imported: ImportedName;
  readonly module: string;
  readonly name: string;
}

function convertFrom(
  context: FileContext,
  statement: ImportFromStmt,
  others: readonly Finding[],
): ImportOutcome {
  const module = statement.module?.text ?? "";
  if (statement.star)
    return {
      rewrites: [],
      helpers: [],
      problem: `\`from ${module} import *\` binds names that cannot be seen. Import them by name.`,
    };
  const origins: Origin[] = [];
  const helpers: string[] = [];
  const dropped: ImportedName[] = [];
  for (const imported of statement.names) {
    const written = `${module}.${imported.name.text}`;
    const local = imported.alias?.name ?? imported.name.text;
    const asModule = moduleTarget(written, context.catalog);
    const row = context.catalog.row(written);
    const form = row === undefined ? undefined : context.catalog.form(row, context.target);
    const target = asModule ?? (row === undefined || form === undefined ? null : targetName(row, form));
    if (target === null && row === undefined)
      return {
        rewrites: [],
        helpers: [],
        problem: `\`${written}\` is not in the API knowledge, so nothing is known about its counterpart on Paddle.`,
      };
    if (target === null && everyUseIsRewritten(context, imported, others)) dropped.push(imported);
    // As long as a use is open the name stays bound to what it was, so that nothing is hidden.
    else if (target === null) origins.push({ imported, module, name: imported.name.text });
    else if (target.startsWith("helper.")) {
      const helper = target.slice("helper.".length);
      // Calls are written with the helper's own name; a name under which others may look it up has to stay.
      if (local !== helper && isReexported(context, local))
        return {
          rewrites: [],
          helpers: [],
          problem: `\`${local}\` may be imported from this file by others; its counterpart is the helper \`${helper}\`.`,
        };
      helpers.push(helper);
      dropped.push(imported);
    } else
      origins.push({
        imported,
        module: target.slice(0, target.lastIndexOf(".")),
        name: target.slice(target.lastIndexOf(".") + 1),
      });
  }
  return { rewrites: writeFrom(context, statement, origins, dropped), helpers, problem: null };
}

function isReexported(context: FileContext, local: string): boolean {
  return context.module.path.endsWith("__init__.py") && !local.startsWith("_");
}

function writeFrom(
  context: FileContext,
  statement: ImportFromStmt,
  origins: readonly Origin[],
  dropped: readonly ImportedName[],
): Rewrite[] {
  const [first] = origins;
  if (first === undefined) return [removeStatement(context, statement)];
  const oneModule = origins.every((origin) => origin.module === first.module);
  if (oneModule && dropped.length === 0 && statement.module !== null) {
    const renames = origins
      .filter((origin) => origin.name !== origin.imported.name.text)
      .map((origin) => replace(origin.imported, binding(origin)));
    return [replace(statement.module, first.module), ...renames];
  }
  const modules = [...new Set(origins.map((origin) => origin.module))];
  const indent = indentation(context, statement);
  const lines = modules.map(
    (module) =>
      `from ${module} import ${origins
        .filter((origin) => origin.module === module)
        .map(binding)
        .join(", ")}`,
  );
  return [replace(statement, lines.join(`\n${indent}`))];
}

/** `Layer as Module`: the name that the file uses stays bound. */
function binding(origin: Origin): string {
  const local = origin.imported.alias?.name ?? origin.imported.name.text;
  return origin.name === local ? origin.name : `${origin.name} as ${local}`;
}

function indentation(context: FileContext, statement: Stmt): string {
  const { line } = context.module.lines.positionAt(statement.start);
  return /^[^\S\r\n]*/.exec(context.module.text.slice(context.module.lines.lineStart(line)))?.[0] ?? "";
}

/** An import of which nothing is left goes with its line; the only statement of a block becomes `pass`. */
function removeStatement(context: FileContext, statement: Stmt): Rewrite {
  const alone = context.statements.some((outer) =>
    blocksOf(outer).some((block) => block.length === 1 && block[0] === statement),
  );
  if (alone) return replace(statement, "pass");
  const rest = /^[^\S\r\n]*(\r\n|\n|\r)/.exec(context.module.text.slice(statement.end));
  const start = statement.start - indentation(context, statement).length;
  const wholeLine = rest !== null && context.module.lines.positionAt(start).column === 0;
  return replace(
    { start: wholeLine ? start : statement.start, end: statement.end + (wholeLine ? rest[0].length : 0) },
    wholeLine ? "" : "pass",
  );
}

function blocksOf(statement: Stmt): (readonly Stmt[])[] {
  switch (statement.type) {
    case "If":
      return [statement.then.body, statement.orElse?.body ?? []];
    case "Try":
      return [
        statement.body.body,
        ...statement.handlers.map((handler) => handler.body.body),
        statement.orElse?.body ?? [],
        statement.finally?.body ?? [],
      ];
    case "For":
    case "While":
      return [statement.body.body, statement.orElse?.body ?? []];
    default:
      return [childStatements(statement)];
  }
}
