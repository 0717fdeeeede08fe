import type { CatalogRow } from "../api/schema.js";
import type { CallValue } from "./frame.js";
import { literalDtype, literalRank } from "./library.js";
import type { Project } from "./project.js";
import type { TensorType, Type } from "./types.js";
import { builtin, joinTypes, laidOutLike } from "./types.js";

/** The same number of dimensions, in another order or with another meaning. */
const keepsNoLayout = /\.(permute|transpose|swapaxes|t|T|mT|movedim)$/;

/** What a row says of a result's dimensions and dtype. */
export function refine(type: Type, row: CatalogRow, from: TensorType | null, shapeRank: number | null): Type {
  if (type.kind !== "tensor") return type;
  const own = from?.rank ?? null;
  const layout = row.rank === "same" && !keepsNoLayout.test(row.name) ? from : null;
  const rank =
    row.rank === "same"
      ? (own ?? (row.name.endsWith(".permute") ? shapeRank : null))
      : row.rank === "same+1"
        ? own === null
          ? null
          : own + 1
        : row.rank === "same-1"
          ? own === null
            ? null
            : own - 1
          : row.rank === "shape"
            ? shapeRank
            : (row.rank ?? null);
  const dtype = row.dtype === "same" ? (from?.dtype ?? null) : (row.dtype?.replace(/^torch\./, "") ?? null);
  return laidOutLike({ ...type, rank, dtype }, layout);
}

/** The number that a tensor of one element holds. */
export function itemType(dtype: string | null): Type {
  if (dtype === "bool") return builtin("bool");
  if (dtype === null) return [builtin("float"), builtin("bool")].reduce(joinTypes, builtin("int"));
  return builtin(dtype.includes("float") ? "float" : dtype.includes("complex") ? "complex" : "int");
}

/** The number of dimensions that a shape argument asks for: `view(2, 3)`, `view((2, 3))`. */
export function shapeLength(
  bound: ReadonlyMap<string, readonly number[]>,
  args: readonly CallValue[],
): number | null {
  const name = ["shape", "size", "dims", "sizes"].find((candidate) => bound.has(candidate));
  const indices = name === undefined ? undefined : bound.get(name);
  if (indices === undefined) return null;
  const given = indices.map((index) => args[index]);
  const [only] = given;
  if (given.some((arg) => arg === undefined)) return null;
  if (given.length === 1 && only !== undefined) {
    const { type } = only.value;
    if (only.items !== null && only.kind !== "star") return only.items;
    if (type.kind === "tuple") return type.items.length;
    if (only.kind === "positional" && type.kind === "builtin" && type.name === "int") return 1;
    return null;
  }
  return given.every((arg) => arg?.kind === "positional") ? given.length : null;
}

/** Functions that make tensors of the default dtype where they are not told another. */
const ofDefaultDtype = /^torch\.(zeros|ones|rand|randn|empty|linspace|eye)$/;

/** What the values of the arguments say of a new tensor: a literal's dimensions, numbers that are counted. */
export function withValueFacts(
  result: TensorType,
  row: string,
  args: readonly CallValue[],
  project: Project,
): TensorType {
  const literal = row === "torch.tensor" ? args[0]?.value.type : undefined;
  const rank = result.rank ?? literalRank(literal);
  if (
    args.some(
      ({ kind, name, value }) => name === "dtype" || kind === "doubleStar" || value.type.kind === "dtype",
    )
  )
    return { ...result, rank };
  const given =
    row === "torch.tensor"
      ? literalDtype(literal)
      : row === "torch.arange"
        ? rangeDtype(args)
        : ofDefaultDtype.test(row)
          ? "float32"
          : null;
  // A program may ask for another default.
  const known = given === "float32" && project.changesDefaultDtype ? null : given;
  return { ...result, rank, dtype: result.dtype ?? known };
}

/** `arange` counts in integers as long as it is given nothing else. */
function rangeDtype(args: readonly CallValue[]): string | null {
  const kinds = args.map(({ kind, name, value: { type } }) =>
    kind === "positional" || /^(start|end|step)$/.test(name ?? "")
      ? type.kind === "builtin"
        ? type.name
        : ""
      : "int",
  );
  if (!kinds.every((kind) => kind === "int" || kind === "float")) return null;
  return kinds.includes("float") ? "float32" : "int64";
}
