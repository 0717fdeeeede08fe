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
  if (!givesParameters.test(row) || !mayHold(module, linear, true, project.catalog)) return result;
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

/**
 * True when a module may be, or hold, a layer whose name fits.
 * @param unseen what is said where not everything that it holds can be seen
 */
export function mayHold(type: Type, layer: RegExp, unseen: boolean, catalog: Catalog): boolean {
  return new Search(layer, unseen, catalog).holds(type);
}

class Search {
  readonly #seen = new Set<ProjectClass>();
  /** Classes whose own attributes have been looked at: the bases of many are the same. */
  readonly #looked = new Set<ProjectClass>();

  constructor(
    readonly layer: RegExp,
    readonly unseen: boolean,
    readonly catalog: Catalog,
  ) {}

  holds(type: Type): boolean {
    return members(type).some((member) => this.#holdsOne(member));
  }

  #holdsOne(member: Type): boolean {
    switch (member.kind) {
      case "instance":
        if (this.layer.test(member.of)) return true;
        if (!holders.test(member.of) || !isModuleClass(member.of, this.catalog)) return false;
        return member.element === undefined ? this.unseen : this.holds(member.element);
      case "object":
      case "class":
        return this.#classHolds(member.of);
      case "list":
      case "set":
      case "iterator":
      case "tupleOf":
        return this.holds(member.element);
      case "dict":
        return this.holds(member.value);
      case "tuple":
        return member.items.some((item) => this.holds(item));
      case "unknown":
      case "super":
        return this.unseen;
      default:
        return false;
    }
  }

  #classHolds(of: ProjectClass): boolean {
    if (this.#seen.has(of)) return false;
    this.#seen.add(of);
    if (externalBases(of).some((base) => this.layer.test(base))) return true;
    if (this.unseen && !hierarchyKnown(of)) return true;
    const line = ancestry(of);
    if (line.some((current) => this.#bodyHolds(current))) return true;
    for (const current of of.derived) if (!line.includes(current) && this.#classHolds(current)) return true;
    return false;
  }

  /** True for what a class gives its instances itself, its bases and what derives from it left out. */
  #bodyHolds(of: ProjectClass): boolean {
    if (this.#looked.has(of)) return false;
    this.#looked.add(of);
    if (this.unseen && givesUnseen.test(of.module.text.slice(of.node.start, of.node.end))) return true;
    for (const held of [of.attributes, of.foundAttributes, of.members])
      for (const { type } of held.values()) if (this.holds(type)) return true;
    return false;
  }
}

/** What gives a module layers under names that are not written out. */
const givesUnseen = /\b(add_module|register_module|setattr|__dict__)\b/;
