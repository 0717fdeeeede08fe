import type { Catalog } from "../api/catalog.js";
import { ancestry, externalBases, hierarchyKnown, isModuleClass } from "./classes.js";
import type { Project } from "./project.js";
import type { ProjectClass } from "./symbols.js";
import type { Type } from "./types.js";
import { members } from "./types.js";

/** Methods of a module that give its parameters without saying whose they are. */
const givesParameters = /\.Module\.(parameters|named_parameters|state_dict|get_parameter)$/;

/** Layers whose weights Paddle stores the other way round, and layers made of them. */
const linear =
  /\.(Linear|LazyLinear|NonDynamicallyQuantizableLinear|Bilinear|MultiheadAttention|Transformer\w*)$/;
/** Containers and classes that may hold any layer. */
const holders = /\.(Module|ModuleList|ModuleDict|Sequential|DataParallel|DistributedDataParallel)$/;

/** Parameters that a module hands out: among those of a Linear layer is one that Paddle stores the other way round. */
export function handedOut(row: string, result: Type, module: Type, project: Project): Type {
  if (!givesParameters.test(row) || !mayHoldLinear(module, project.catalog, new Set())) return result;
  project.handsOutWeights = true;
  return withTurned(result);
}

function withTurned(type: Type): Type {
  switch (type.kind) {
    case "tensor":
      return type.framework === "torch" ? { ...type, turned: true } : type;
    case "list":
    case "set":
    case "iterator":
    case "tupleOf":
      return { ...type, element: withTurned(type.element) };
    case "dict":
      return { ...type, value: withTurned(type.value) };
    case "tuple":
      return { ...type, items: type.items.map(withTurned) };
    case "union":
      return { ...type, members: type.members.map(withTurned) };
    default:
      return type;
  }
}

/** False only where everything that a module holds is seen to be something else. */
function mayHoldLinear(type: Type, catalog: Catalog, seen: Set<ProjectClass>): boolean {
  return members(type).some((member) => {
    switch (member.kind) {
      case "instance":
        if (linear.test(member.of)) return true;
        if (!isModuleClass(member.of, catalog)) return false;
        if (!holders.test(member.of)) return false;
        return member.element === undefined || mayHoldLinear(member.element, catalog, seen);
      case "object":
      case "class":
        return classMayHoldLinear(member.of, catalog, seen);
      case "list":
      case "set":
      case "iterator":
      case "tupleOf":
        return mayHoldLinear(member.element, catalog, seen);
      case "dict":
        return mayHoldLinear(member.value, catalog, seen);
      case "tuple":
        return member.items.some((item) => mayHoldLinear(item, catalog, seen));
      case "unknown":
      case "super":
        return true;
      default:
        return false;
    }
  });
}

function classMayHoldLinear(of: ProjectClass, catalog: Catalog, seen: Set<ProjectClass>): boolean {
  if (seen.has(of)) return false;
  seen.add(of);
  if (!hierarchyKnown(of) || externalBases(of).some((base) => linear.test(base))) return true;
  const line = ancestry(of);
  return [...line, ...of.derived].some(
    (current) =>
      (!line.includes(current) && classMayHoldLinear(current, catalog, seen)) ||
      /\b(add_module|register_module|setattr|__dict__)\b/.test(
        current.module.text.slice(current.node.start, current.node.end),
      ) ||
      [current.attributes, current.foundAttributes, current.members].some((held) =>
        [...held.values()].some((value) => mayHoldLinear(value.type, catalog, seen)),
      ),
  );
}
