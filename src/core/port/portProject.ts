import { bundledCatalog } from "../api/bundledCatalog.js";
import { analyseEach } from "../semantics/analysis.js";
import type { SourceFile } from "../semantics/project.js";
import { Project } from "../semantics/project.js";
import type { SourceModule } from "../semantics/symbols.js";
import { PackedSyntax } from "../syntax/packed/packedSyntax.js";
import type { PythonParser } from "../syntax/parser.js";
import { helperModule } from "./helpers.js";
import type { PortedFile, PortOptions } from "./portFile.js";
import { portModule } from "./portFile.js";

export interface ProjectPort {
  readonly files: readonly PortedFile[];
  /** Helper modules to write beside the ported files: path -> text. */
  readonly helperModules: ReadonlyMap<string, string>;
  readonly modules: readonly SourceModule[];
}

/** File name of the module that a project's helpers go to. */
export const helperModuleName = "paddle_port_helpers";

/**
 * Ports files that belong together.
 * @param files paths relative to the project's root, with forward slashes
 * @param wanted which of them to port; the others only inform the analysis
 */
export function portProject(
  files: readonly SourceFile[],
  wanted: ReadonlySet<string>,
  parser: PythonParser,
  options: Omit<PortOptions, "helpers">,
  helpers: "inline" | "module",
): ProjectPort {
  const project = new Project(files, parser, options.catalog ?? bundledCatalog(), new PackedSyntax());
  const needed = new Map<string, Set<string>>();
  const places = new Map(
    project.modules
      .filter((module) => wanted.has(module.path))
      .map((module) => [module, helperPlace(module, project)]),
  );
  const ported = analyseEach(project, places, (module, place) => {
    const file = portModule(module, project, {
      ...options,
      helpers: helpers === "inline" ? { kind: "inline" } : { kind: "module", from: place.from },
    });
    if (helpers === "module" && file.helpers.length > 0) {
      const names = needed.get(place.path) ?? new Set<string>();
      for (const name of file.helpers) names.add(name);
      needed.set(place.path, names);
    }
    return file;
  });
  const helperModules = new Map(
    [...needed].map(([path, names]) => [path, helperModule([...names].sort(), options.producer)]),
  );
  return { files: ported, helperModules, modules: project.modules };
}

/** Where a file's helpers live and how it imports them: at the top of its package, or beside it when it has none. */
function helperPlace(module: SourceModule, project: Project): { path: string; from: string } {
  const folders = module.path.split("/").slice(0, -1);
  const level = relativeLevel(module);
  let depth = folders.length;
  if (level > 0) depth = Math.max(0, depth - (level - 1));
  while (depth > 0 && project.module([...folders.slice(0, depth - 1), "__init__.py"].join("/")) !== undefined)
    depth--;
  const inPackage = level > 0 || project.module([...folders, "__init__.py"].join("/")) !== undefined;
  const folder = folders.slice(0, depth).join("/");
  const dots = ".".repeat(folders.length - depth + 1);
  return {
    path: folder === "" ? `${helperModuleName}.py` : `${folder}/${helperModuleName}.py`,
    from: inPackage ? `${dots}${helperModuleName}` : helperModuleName,
  };
}

/** The most dots that an import of the file starts with. */
function relativeLevel(module: SourceModule): number {
  return Math.max(0, ...module.imports.map(({ level }) => level));
}
