import type { DottedName, Identifier, ImportedName, Stmt } from "./ast.js";
import type { RawNode } from "./raw.js";
import { exact, field, fields, named } from "./rawNodes.js";

/** What imports need of the expression builder. */
interface Names {
  identifier(node: RawNode): Identifier;
  slice(node: RawNode): string;
}

function dotted(builder: Names, node: RawNode): DottedName {
  const parts =
    node.type === "identifier"
      ? [builder.identifier(node)]
      : named(node).map((child) => builder.identifier(child));
  return { start: node.start, end: node.end, parts, text: parts.map((part) => part.name).join(".") };
}

export function importedNames(builder: Names, node: RawNode): ImportedName[] {
  const found = fields(node, "name").flatMap((child): ImportedName[] => {
    const { start, end } = child;
    if (child.type !== "aliased_import") return [{ start, end, name: dotted(builder, child), alias: null }];
    const [name, alias] = [field(child, "name"), field(child, "alias")];
    if (name === undefined) return [];
    return [
      {
        start,
        end,
        name: dotted(builder, name),
        alias: alias === undefined ? null : builder.identifier(alias),
      },
    ];
  });
  return exact(found);
}

export function futureImport(builder: Names, node: RawNode): Stmt {
  const names = importedNames(builder, node);
  const { start, end } = node;
  return { type: "ImportFrom", start, end, level: 0, module: null, names, star: false, future: true };
}

export function importFrom(builder: Names, node: RawNode): Stmt {
  const module = field(node, "module_name");
  const prefix = module?.children.find((child) => child.type === "import_prefix");
  const path =
    module?.type === "relative_import"
      ? module.children.find((child) => child.type === "dotted_name")
      : module;
  return {
    type: "ImportFrom",
    start: node.start,
    end: node.end,
    level: prefix === undefined ? 0 : builder.slice(prefix).replaceAll(/[^.]/g, "").length,
    module: path === undefined ? null : dotted(builder, path),
    names: importedNames(builder, node),
    star: node.children.some((child) => child.type === "wildcard_import"),
    future: false,
  };
}
