import type { Type } from "./types.js";
import { builtin, joinTypes, members, noneType, unknownType } from "./types.js";

/** Python's built-in functions and classes whose results are plain values. */
const builtinResults: Readonly<Record<string, Type>> = {
  int: builtin("int"),
  float: builtin("float"),
  bool: builtin("bool"),
  str: builtin("str"),
  len: builtin("int"),
  repr: builtin("str"),
  format: builtin("str"),
  ord: builtin("int"),
  chr: builtin("str"),
  hash: builtin("int"),
  id: builtin("int"),
  isinstance: builtin("bool"),
  issubclass: builtin("bool"),
  hasattr: builtin("bool"),
  callable: builtin("bool"),
  any: builtin("bool"),
  all: builtin("bool"),
  print: noneType,
  setattr: noneType,
  delattr: noneType,
  range: builtin("range"),
  bytes: builtin("bytes"),
  complex: builtin("complex"),
  input: builtin("str"),
};

/** Functions of the standard library that occur in model code; anything else gives something unknown. */
const standardResults: Readonly<Record<string, Type>> = {
  "math.sqrt": builtin("float"),
  "math.log": builtin("float"),
  "math.exp": builtin("float"),
  "math.pow": builtin("float"),
  "math.cos": builtin("float"),
  "math.sin": builtin("float"),
  "math.log2": builtin("float"),
  "math.ceil": builtin("int"),
  "math.floor": builtin("int"),
  "math.prod": joinTypes(builtin("int"), builtin("float")),
  "math.isqrt": builtin("int"),
  "math.pi": builtin("float"),
  "math.inf": builtin("float"),
  "math.e": builtin("float"),
  "sys.version_info": {
    kind: "tuple",
    items: [builtin("int"), builtin("int"), builtin("int"), builtin("str"), builtin("int")],
  },
  "logging.getLogger": { kind: "instance", of: "logging.Logger" },
  "os.path.join": builtin("str"),
  "os.path.exists": builtin("bool"),
  "os.environ.get": joinTypes(builtin("str"), noneType),
  "json.dumps": builtin("str"),
  "time.time": builtin("float"),
  "random.random": builtin("float"),
  "importlib.util.find_spec": joinTypes({ kind: "instance", of: "importlib.machinery.ModuleSpec" }, noneType),
};

export function builtinResult(name: string): Type | undefined {
  return Object.hasOwn(builtinResults, name) ? builtinResults[name] : undefined;
}

/** The value of a standard library name: a constant, or a call's result when `called`. */
export function standardResult(name: string): Type {
  return (Object.hasOwn(standardResults, name) ? standardResults[name] : undefined) ?? unknownType;
}

/** NumPy's functions give arrays, whose methods must not be taken for a tensor's. */
export function numpyResult(name: string): Type | null {
  return name.startsWith("numpy.") ? { kind: "instance", of: "numpy.ndarray" } : null;
}

const methodNames: Readonly<Record<string, string>> = {
  str: "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
  list: "append clear copy count extend index insert pop remove reverse sort",
  dict: "clear copy fromkeys get items keys pop popitem setdefault update values",
  set: "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference union update",
  number:
    "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes is_integer hex",
  ndarray:
    "T all any argmax argmin argpartition argsort astype base byteswap choose clip compress conj conjugate copy ctypes cumprod cumsum data diagonal dot dtype dump dumps fill flags flat flatten getfield imag item itemset itemsize max mean min nbytes ndim newbyteorder nonzero partition prod ptp put ravel real repeat reshape resize round searchsorted setfield setflags shape size sort squeeze std strides sum swapaxes take tobytes tofile tolist tostring trace transpose var view",
  module:
    "add_module append apply bfloat16 buffers children compile cpu cuda double eval extend extra_repr float forward get_buffer get_parameter get_submodule half insert items keys load_state_dict modules named_buffers named_children named_modules named_parameters parameters pop register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_module register_parameter requires_grad_ share_memory state_dict to to_empty train training type update values xpu zero_grad weight bias dtype device",
  thread: "start join is_alive name close read write readline seek tell flush run wait acquire release put",
};

const methodSets = new Map(
  Object.entries(methodNames).map(([kind, names]) => [kind, new Set(names.split(" "))]),
);

const common = new Set([...methodSets.values()].flatMap((names) => [...names]));

/** True when, of the classes of Python, NumPy and `nn.Module`, none has a member of this name: then it speaks for a tensor. */
export function speaksForTensor(member: string): boolean {
  return !common.has(member);
}

const moduleMembers = new Set([
  ...(methodSets.get("module") ?? []),
  "_modules",
  "_parameters",
  "_buffers",
  "_load_from_state_dict",
  "_apply",
  "register_full_backward_hook",
  "get_extra_state",
  "set_submodule",
  "ipu",
]);
/** Attributes that model classes often define themselves under the names of container methods. */
for (const own of [
  "weight",
  "bias",
  "dtype",
  "device",
  "keys",
  "items",
  "values",
  "forward",
  "training",
  "type",
])
  moduleMembers.delete(own);

/** True for the members that every `nn.Module` has. */
export function isModuleMember(name: string): boolean {
  return moduleMembers.has(name);
}

/** True for names that a plain Python value of this kind has. */
export function builtinHasMember(type: Type, member: string): boolean {
  const key =
    type.kind === "builtin"
      ? type.name === "str"
        ? "str"
        : "number"
      : type.kind === "list" || type.kind === "dict" || type.kind === "set"
        ? type.kind
        : null;
  return key !== null && methodSets.get(key)?.has(member) === true;
}

/** The dtype that `torch.tensor` gives to numbers of one kind. */
export function literalRank(data: Type | undefined): number | null {
  if (data?.kind === "builtin") return ["bool", "int", "float"].includes(data.name) ? 0 : null;
  if (data?.kind === "tuple") {
    const ranks = new Set(data.items.map(literalRank));
    const [rank] = ranks;
    return ranks.size === 1 && rank != null ? rank + 1 : null;
  }
  if (data?.kind !== "list" && data?.kind !== "tupleOf") return null;
  const ranks = new Set(members(data.element).map(literalRank));
  const [rank] = ranks;
  return ranks.size === 1 && rank != null ? rank + 1 : null;
}

export function literalDtype(data: Type | undefined): string | null {
  if (data === undefined) return null;
  if (data.kind === "list") return literalDtype(data.element);
  if (data.kind !== "builtin") return null;
  const dtypes: Readonly<Record<string, string>> = { bool: "bool", int: "int64", float: "float32" };
  return dtypes[data.name] ?? null;
}
