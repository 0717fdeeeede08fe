import type { Catalog } from "../api/catalog.js";
import type { Finding } from "../lint/finding.js";
import { isForeign } from "../lint/foreign.js";
import { moduleTarget } from "../lint/imports.js";
import type { SourceModule } from "../semantics/symbols.js";
import type { Expr } from "../syntax/ast.js";
import { statementExpressions, walkExpression, walkStatements } from "../syntax/walk.js";
import type { Rewrite, TextEdit } from "../text/edits.js";
import { composeRewrites } from "../text/edits.js";
import type { Range } from "../text/range.js";
import { contains, enclosing, overlapping } from "../text/range.js";
import { helperSource, importInsertion, topImports } from "./helpers.js";

/** The code of the finding at an import, whose fix changes what the file's names are bound to. */
const importCode = "PP001";

/** Fixes that can be carried out together while everything else stays as it is. */
export interface FixPlan {
  readonly applied: readonly Finding[];
  /** Names that go on meaning PyTorch's module, and the Paddle module that a fix means by them: `nn` -> `paddle.nn`. */
  readonly kept: ReadonlyMap<string, string>;
}

/** Plans fixes of one file; what several plans need is worked out once. */
export class FixPlanner {
  readonly #locals: readonly ImportedLocal[];
  /** What is kept where no import is fixed, as with most single fixes. */
  readonly #allKept: ReadonlyMap<string, string>;
  #chains: readonly Chain[] | undefined;

  /** @param all every finding of the file */
  constructor(
    private readonly module: SourceModule,
    catalog: Catalog,
    private readonly all: readonly Finding[],
  ) {
    this.#locals = importedLocals(module, catalog);
    this.#allKept = this.#kept([]);
  }

  /**
   * Plans the fixes of some findings. An import of PyTorch stays as long as something else needs it: without it the rest
   * would fail, and what is open there could no longer be found.
   * @param wanted findings to fix; those without a fix are left out
   */
  plan(wanted: readonly Finding[]): FixPlan {
    const fixable = wanted.filter((finding) => finding.fix !== null);
    const isImport = (finding: Finding): boolean => finding.code === importCode;
    if (!fixable.some(isImport)) return { applied: fixable, kept: this.#allKept };
    const stays = this.#needed(fixable);
    const applied = fixable.filter(
      (finding) =>
        !isImport(finding) ||
        !this.#locals.some(({ statement, local }) => contains(finding.range, statement) && stays.has(local)),
    );
    return { applied, kept: this.#kept(applied.filter(isImport)) };
  }

  /** @param imports the findings at imports that are fixed */
  #kept(imports: readonly Finding[]): ReadonlyMap<string, string> {
    const kept = new Map<string, string>();
    for (const { local, statement, renamed, target } of this.#locals) {
      const ported = imports.some((finding) => contains(finding.range, statement));
      if (!ported && !renamed && target !== null) kept.set(local, target);
    }
    return kept;
  }

  /** The uses of imported names. */
  #importedChains(): readonly Chain[] {
    if (this.#chains === undefined) {
      const imported = new Set(this.#locals.map(({ local }) => local));
      this.#chains = factsOf(this.module).chains.all.filter(({ root }) => imported.has(root.name));
    }
    return this.#chains;
  }

  /** The imported names that something still needs once these findings are fixed. */
  #needed(fixed: readonly Finding[]): Set<string> {
    const renamed = new Set(this.#locals.filter((local) => local.renamed).map(({ local }) => local));
    const rewrites = fixed.flatMap((finding) => finding.fix?.rewrites ?? []);
    const mended = new Set(fixed);
    const open = this.all
      .filter((finding) => finding.blocks && !mended.has(finding))
      .map((finding) => finding.range)
      .sort((a, b) => a.start - b.start);
    const isOpen = overlapping(open);
    const removed = removal(rewrites);
    const needed = new Set<string>();
    for (const chain of this.#importedChains()) {
      const { root } = chain;
      if (needed.has(root.name) || removed(root)) continue;
      if (renamed.has(root.name) || isOpen(chain)) needed.add(root.name);
    }
    return needed;
  }
}

/** The edits that carry out a plan and nothing else, with the imports and helpers that the new code needs. */
export function fixEdits(module: SourceModule, plan: FixPlan, producer: string): readonly TextEdit[] {
  const { applied, kept } = plan;
  const imports = applied.filter((finding) => finding.code === importCode);
  const others = applied
    .filter((finding) => finding.code !== importCode)
    .flatMap((finding) => (finding.fix?.rewrites ?? []).map((rewrite) => spelledOut(rewrite, kept)));
  if (kept.size > 0) others.push(...spelledRoots(module, others, kept));
  const helpers = [...new Set(applied.flatMap((finding) => finding.fix?.helpers ?? []))]
    .filter((name) => !factsOf(module).isBound(name))
    .sort();
  const needsPaddle =
    applied.some((finding) => finding.fix?.needsPaddle === true) ||
    others.some(({ parts }) => parts.some((part) => typeof part === "string" && /\bpaddle\./.test(part)));
  const inline = helpers.length === 0 ? null : helperSource(helpers, producer);
  const ported = factsOf(module).torchImports.every((statement) =>
    imports.some((finding) => contains(finding.range, statement)),
  );
  // Of insertions at one place the first given comes first: imports before what a statement begins with.
  return [
    ...importInsertion(module, needsPaddle ? ["import paddle"] : [], inline, ported ? "ported" : "kept"),
    ...composeRewrites(module.text, [
      ...imports.flatMap((finding) => finding.fix?.rewrites ?? []),
      ...others,
    ]),
  ];
}

/** `nn.Layer` means Paddle's module in a fix; while `nn` is still PyTorch's, the name is written out. */
function spelledOut(rewrite: Rewrite, kept: ReadonlyMap<string, string>): Rewrite {
  if (kept.size === 0) return rewrite;
  const spell = (text: string): string =>
    text.replace(/(?<![\w.])([A-Za-z_]\w*)(?=\.)/g, (name) => kept.get(name) ?? name);
  const parts = rewrite.parts.map((part) =>
    typeof part === "string"
      ? spell(part)
      : part.rewrites === undefined
        ? part
        : { ...part, rewrites: part.rewrites.map((inner) => spelledOut(inner, kept)) },
  );
  return { ...rewrite, parts };
}

/** The same for a fix that changes `Module` alone in `nn.Module`. */
function spelledRoots(
  module: SourceModule,
  rewrites: readonly Rewrite[],
  kept: ReadonlyMap<string, string>,
): Rewrite[] {
  const changed = new Set<Chain>();
  for (const rewrite of rewrites)
    if (rewrite.end > rewrite.start)
      for (const chain of factsOf(module).chains.around(rewrite))
        if (chain.root.end <= rewrite.start && kept.has(chain.root.name)) changed.add(chain);
  const removed = removal(rewrites);
  return [...changed]
    .filter(({ root }) => !removed(root))
    .map(({ root }) => ({ start: root.start, end: root.end, parts: [kept.get(root.name) ?? root.name] }));
}

/** From the name to the end of the last attribute: `torch.nn.Linear`. */
interface Chain extends Range {
  readonly root: Extract<Expr, { type: "Name" }>;
}

interface Chains {
  readonly all: readonly Chain[];
  /** Those around a range. */
  readonly around: (inner: Range) => Chain[];
}

/** What every fix of a file asks about it, worked out once: an editor asks for all of them. */
class FileFacts {
  readonly #bound = new Map<string, boolean>();
  #chains: Chains | undefined;
  #torchImports: readonly Range[] | undefined;

  constructor(private readonly module: SourceModule) {}

  get chains(): Chains {
    return (this.#chains ??= referenceChains(this.module));
  }

  get torchImports(): readonly Range[] {
    return (this.#torchImports ??= plainTorchImports(this.module));
  }

  /** A second quick fix that needs the same helper uses the one that the first one brought. */
  isBound(name: string): boolean {
    let bound = this.#bound.get(name);
    if (bound === undefined) this.#bound.set(name, (bound = isBound(this.module, name)));
    return bound;
  }
}

const knownFacts = new WeakMap<SourceModule, FileFacts>();

function factsOf(module: SourceModule): FileFacts {
  let facts = knownFacts.get(module);
  if (facts === undefined) knownFacts.set(module, (facts = new FileFacts(module)));
  return facts;
}

function referenceChains(module: SourceModule): Chains {
  const chains: Chain[] = [];
  walkStatements(module.ast.body, (statement) => {
    const inner = new Set<Expr>();
    for (const top of statementExpressions(statement))
      walkExpression(top, (expr) => {
        if (inner.has(expr)) return;
        let root = expr;
        while (root.type === "Attribute") root = root.object;
        if (root.type !== "Name") return;
        chains.push({ root, start: expr.start, end: expr.end });
        for (let part = expr; part.type === "Attribute"; part = part.object) inner.add(part.object);
      });
  });
  chains.sort((a, b) => a.start - b.start);
  return { all: chains, around: enclosing(chains) };
}

interface ImportedLocal {
  readonly local: string;
  readonly statement: Range;
  /** The fix of the import binds another name: `import torch` becomes `import paddle`. */
  readonly renamed: boolean;
  /** The Paddle module that the name stands for afterwards; null for what is no module. */
  readonly target: string | null;
}

function importedLocals(module: SourceModule, catalog: Catalog): ImportedLocal[] {
  const found: ImportedLocal[] = [];
  walkStatements(module.ast.body, (statement) => {
    if (statement.type === "Import")
      for (const { alias, name } of statement.names) {
        if (!isForeign(name.text)) continue;
        const local = alias?.name ?? name.parts[0]?.name ?? "";
        const target = moduleTarget(name.text, catalog) ?? null;
        found.push({ local, statement, renamed: alias === null, target });
      }
    if (statement.type === "ImportFrom" && statement.module !== null && isForeign(statement.module.text))
      for (const { alias, name } of statement.names) {
        const target = moduleTarget(`${statement.module.text}.${name.text}`, catalog) ?? null;
        found.push({ local: alias?.name ?? name.text, statement, renamed: false, target });
      }
  });
  return found;
}

/** Tells whether a range goes away with one of the rewrites. */
function removal(rewrites: readonly Rewrite[]): (at: Range) => boolean {
  const around = enclosing(
    rewrites.filter((rewrite) => rewrite.end > rewrite.start).toSorted((a, b) => a.start - b.start),
  );
  return (at) =>
    around(at).some(
      (rewrite) => !rewrite.parts.some((part) => typeof part !== "string" && contains(part, at)),
    );
}

/** True for a name that a definition or an import in the file has. */
function isBound(module: SourceModule, name: string): boolean {
  // Most names stand nowhere in the text, and looking for them costs far less than a pattern does.
  if (!module.text.includes(name)) return false;
  return new RegExp(`^(?:(?:def|class) ${name}\\b|from .* import .*\\b${name}\\b)`, "m").test(module.text);
}

function plainTorchImports(module: SourceModule): readonly Range[] {
  return topImports(module).filter(
    (statement) =>
      statement.type === "Import" &&
      statement.names.some(({ alias, name }) => alias === null && /^torch(\.|$)/.test(name.text)),
  );
}
