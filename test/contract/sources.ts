import { builtinModules } from "node:module";
import path from "node:path";

import { Node, Project, SyntaxKind, type SourceFile, type Statement } from "ts-morph";

export const root = path.resolve(import.meta.dirname, "../..");

/** An import or re-export of a source file. Paths are relative to the repository and use slashes. */
export interface Import {
  readonly from: string;
  /** A repository path for a relative import, else the specifier as written. */
  readonly to: string;
  /** True when it disappears at run time. */
  readonly typeOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly hasDefaultExport: boolean;
  /** A file that defines nothing and only passes on what other files define. */
  readonly isBarrel: boolean;
}

let project: Project | undefined;

/** The files below some folders of src; parsed once, since several tests look through them. */
export function parsedSources(...folders: readonly string[]): SourceFile[] {
  if (project === undefined) {
    project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
    project.addSourceFilesAtPaths(path.join(root, "src/**/*.ts"));
  }
  return project
    .getSourceFiles()
    .filter((file) => folders.some((folder) => relative(file.getFilePath()).startsWith(folder)));
}

/** Reads all of src. */
export function readSources(): Source[] {
  return parsedSources("src/").map(readSource);
}

/** The top folder of a path below src ("core", "cli" …), or the file's name for a file right in src. */
export function folderOf(file: string): string {
  return file.split("/")[1] ?? file;
}

export function isNodeBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier.split("/")[0] ?? "");
}

function readSource(file: SourceFile): Source {
  const statements = file.getStatements();
  const reExports = statements.filter((node) => Node.isExportDeclaration(node) && node.hasModuleSpecifier());
  return {
    path: relative(file.getFilePath()),
    lines: file.getFullText().split("\n").length - 1,
    imports: importsOf(file),
    hasDefaultExport: statements.some(isDefaultExport),
    isBarrel:
      reExports.length > 0 &&
      statements.every((node) => Node.isExportDeclaration(node) || Node.isImportDeclaration(node)),
  };
}

/** By the syntax alone: a file's symbols would take the types of everything. */
function isDefaultExport(node: Statement): boolean {
  if (Node.isExportAssignment(node)) return !node.isExportEquals();
  if (Node.isExportDeclaration(node))
    return node
      .getNamedExports()
      .some((named) => (named.getAliasNode() ?? named.getNameNode()).getText() === "default");
  return Node.isModifierable(node) && node.hasModifier(SyntaxKind.DefaultKeyword);
}

function importsOf(file: SourceFile): Import[] {
  const from = relative(file.getFilePath());
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    found.push({ from, to: resolve(file, specifier), typeOnly });
  };
  for (const node of file.getImportDeclarations()) {
    const named = node.getNamedImports();
    const allTypes = named.length > 0 && !node.getDefaultImport() && named.every((name) => name.isTypeOnly());
    add(node.getModuleSpecifierValue(), node.isTypeOnly() || allTypes);
  }
  for (const node of file.getExportDeclarations()) {
    const specifier = node.getModuleSpecifierValue();
    if (specifier !== undefined) add(specifier, node.isTypeOnly());
  }
  for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    const [argument] = call.getArguments();
    const loads =
      call.getExpression().getKind() === SyntaxKind.ImportKeyword ||
      call.getExpression().getText() === "require";
    if (loads && Node.isStringLiteral(argument)) add(argument.getLiteralValue(), false);
  }
  return found;
}

function resolve(file: SourceFile, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return relative(path.resolve(path.dirname(file.getFilePath()), specifier)).replace(/\.js$/, ".ts");
}

function relative(file: string): string {
  return path.relative(root, file).split(path.sep).join("/");
}
