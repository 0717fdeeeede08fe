import {
  constant,
  symbol,
  textOf,
  type CallArguments,
  type Dimension,
  type TensorValue,
  type Value,
} from "./values.js";

/** Shapes of tensors that constructors make: factories, and the methods applied to buffers and parameters. */

const FACTORIES = new Set([
  "zeros",
  "ones",
  "empty",
  "randn",
  "rand",
  "full",
  "normal",
  "uniform",
  "randint",
  "standard_normal",
]);
const LIKE = new Set([
  "zeros_like",
  "ones_like",
  "empty_like",
  "randn_like",
  "full_like",
  "rand_like",
  "clone",
  "assign",
]);
/** Methods whose result has the shape of the tensor they are called on. */
const SAME_SHAPE = new Set(
  (
    "to float half double bfloat16 long int bool cuda cpu type contiguous clone detach requires_grad_ normal_ uniform_ " +
    "zero_ zero_ fill_ fill copy_ mul_ add_ div_ sub_ clamp_ exp log sqrt rsqrt pow abs neg sin cos tanh sigmoid round " +
    "floor trunc_normal_ astype cast scale_ set_value copy_ data triu tril triu_ tril_ masked_fill"
  ).split(" "),
);

export function tensor(shape: readonly Dimension[] | null, dtype: string, text: string): TensorValue {
  return { type: "tensor", shape, dtype, parameter: false, trainable: false, text };
}

/** A dimension out of a value, or null if it cannot be one. */
export function dimension(value: Value): Dimension | null {
  if (value.type === "symbol") return value.text;
  if (value.type === "const" && typeof value.value === "number" && Number.isInteger(value.value))
    return value.value;
  return null;
}

/** A shape from `f(2, 3)` or `f([2, 3])` or a single number. */
export function shapeFrom(values: readonly Value[]): Dimension[] | null {
  const [first] = values;
  if (values.length === 1 && first?.type === "sequence")
    return shapeFrom(first.items.map((item) => item.value));
  if (values.length === 1 && first?.type === "symbol" && first.text.endsWith("shape")) return null;
  const shape = values.map(dimension);
  return shape.every((size) => size !== null) ? shape : null;
}

/** The result of a function of torch, paddle or NumPy that makes a tensor; null for any other function. */
export function tensorFunction(name: string, args: CallArguments, text: string): Value | null {
  const dtype = dtypeOf(args.keywords.get("dtype"));
  const size = args.keywords.get("size") ?? args.keywords.get("shape");
  const [first] = args.positional;
  if (FACTORIES.has(name)) {
    const values = size === undefined ? args.positional : [size];
    if (name === "normal" || name === "uniform" || name === "randint") {
      const given = size ?? args.positional.find((value) => value.type === "sequence");
      return tensor(
        given === undefined ? null : shapeFrom([given]),
        dtype ?? (name === "randint" ? "int64" : "float32"),
        text,
      );
    }
    if (name === "full") {
      const shape = size ?? first;
      return tensor(shape === undefined ? null : shapeFrom([shape]), dtype ?? "float32", text);
    }
    // Paddle takes the dtype as second positional argument after a list.
    const listFirst = first?.type === "sequence" && size === undefined;
    return tensor(
      shapeFrom(listFirst ? [first] : values),
      dtype ?? (listFirst ? dtypeOf(args.positional[1]) : null) ?? "float32",
      text,
    );
  }
  if (LIKE.has(name))
    return first?.type === "tensor"
      ? { ...first, parameter: false, dtype: dtype ?? first.dtype }
      : tensor(null, dtype ?? "float32", text);
  switch (name) {
    case "tensor":
    case "to_tensor":
    case "Tensor":
    case "FloatTensor":
    case "as_tensor":
    case "from_numpy":
    case "array":
      return literalTensor(name, args, dtype, text);
    case "arange":
      return arange(args, dtype, text);
    case "linspace": {
      const steps = args.keywords.get("steps") ?? args.keywords.get("num") ?? args.positional[2];
      return tensor(steps === undefined ? null : shapeFrom([steps]), dtype ?? "float32", text);
    }
    case "eye": {
      const rows = first === undefined ? null : dimension(first);
      const columns = args.positional[1] === undefined ? rows : dimension(args.positional[1]);
      return tensor(rows === null || columns === null ? null : [rows, columns], dtype ?? "float32", text);
    }
    default:
      return null;
  }
}

function literalTensor(name: string, args: CallArguments, dtype: string | null, text: string): Value {
  const [first] = args.positional;
  if (first === undefined) return tensor(name === "Tensor" ? [0] : null, dtype ?? "float32", text);
  if (first.type === "tensor") return { ...first, parameter: false, dtype: dtype ?? first.dtype };
  if ((name === "Tensor" || name === "FloatTensor") && first.type !== "sequence") {
    return tensor(shapeFrom(args.positional), "float32", text);
  }
  const shape: Dimension[] = [];
  let value: Value = first;
  while (value.type === "sequence") {
    if (value.items.some((item) => item.repeated)) return tensor(null, dtype ?? "float32", text);
    shape.push(value.items.length);
    const inner: Value | undefined = value.items[0]?.value;
    if (inner === undefined) break;
    value = inner;
  }
  if (value.type === "symbol") return tensor(null, dtype ?? "float32", text);
  const natural =
    value.type !== "const" || value.float ? "float32" : typeof value.value === "boolean" ? "bool" : "int64";
  return tensor(shape, dtype ?? (name === "Tensor" || name === "FloatTensor" ? "float32" : natural), text);
}

function arange(args: CallArguments, dtype: string | null, text: string): Value {
  const values = args.positional;
  const float = values.some((value) => value.type === "const" && value.float);
  const kind = dtype ?? (float ? "float32" : "int64");
  const numbers = values.map((value) =>
    value.type === "const" && typeof value.value === "number" ? value.value : null,
  );
  const [a = null, b = null, step = 1] = numbers;
  if (values.length === 1 && values[0] !== undefined) {
    const size = dimension(values[0]);
    return tensor(size === null ? null : [size], kind, text);
  }
  if (a === null || b === null || step === null) return tensor(null, kind, text);
  return tensor([Math.max(0, Math.ceil((b - a) / step))], kind, text);
}

/** The result of a method of a tensor; null when the method is not followed. */
export function tensorMethod(
  receiver: TensorValue,
  name: string,
  args: CallArguments,
  text: string,
): Value | null {
  const plain: TensorValue = { ...receiver, parameter: false };
  if (SAME_SHAPE.has(name)) {
    const dtype = dtypeOf(args.keywords.get("dtype") ?? args.positional[0]) ?? CASTS[name] ?? receiver.dtype;
    // In-place methods return the tensor itself, which keeps it the same parameter.
    return name.endsWith("_") ? receiver : { ...plain, dtype };
  }
  const { shape } = receiver;
  if (shape === null) return name === "item" || name === "tolist" ? symbol(text) : { ...plain, text };
  const axis = (value: Value | undefined): number | null =>
    value?.type === "const" && typeof value.value === "number" ? value.value : null;
  switch (name) {
    case "size":
      return args.positional.length === 0
        ? shapeValue(shape)
        : dimensionValue(shape.at(axis(args.positional[0]) ?? 0));
    case "dim":
      return constant(shape.length);
    case "numel":
      return shape.every((size) => typeof size === "number")
        ? constant(shape.reduce((all, size) => all * size, 1))
        : symbol(text);
    case "unsqueeze": {
      const at = axis(args.positional[0] ?? args.keywords.get("dim") ?? args.keywords.get("axis"));
      if (at === null) return { ...plain, shape: null, text };
      const place = at < 0 ? shape.length + 1 + at : at;
      return { ...plain, shape: [...shape.slice(0, place), 1, ...shape.slice(place)], text };
    }
    case "expand":
    case "broadcast_to": {
      const wanted = shapeFrom(args.positional);
      const missing = (wanted?.length ?? 0) - shape.length;
      const grown =
        wanted?.map((size, index) => (size === -1 ? (shape[index - missing] ?? size) : size)) ?? null;
      return { ...plain, shape: grown, text };
    }
    case "view":
    case "reshape":
      return { ...plain, shape: reshaped(shape, shapeFrom(args.positional)), text };
    case "t":
      return { ...plain, shape: [...shape].reverse(), text };
    case "item":
    case "tolist":
      return symbol(text);
    default:
      return { ...plain, shape: null, text };
  }
}

const CASTS: Readonly<Record<string, string>> = {
  float: "float32",
  half: "float16",
  double: "float64",
  bfloat16: "bfloat16",
  long: "int64",
  int: "int32",
  bool: "bool",
};

function reshaped(shape: readonly Dimension[], wanted: readonly Dimension[] | null): Dimension[] | null {
  if (wanted === null) return null;
  if (!wanted.includes(-1)) return [...wanted];
  const known = wanted.filter((size) => size !== -1);
  if (![...shape, ...known].every((size) => typeof size === "number")) return null;
  const product = (sizes: readonly Dimension[]): number =>
    sizes.reduce<number>((all, size) => all * Number(size), 1);
  return wanted.map((size) => (size === -1 ? product(shape) / product(known) : size));
}

/** A shape as a Python tuple. */
export function shapeValue(shape: readonly Dimension[]): Value {
  return {
    type: "sequence",
    of: "tuple",
    items: shape.map((size) => ({ value: dimensionValue(size), repeated: false })),
  };
}

function dimensionValue(size: Dimension | undefined): Value {
  return typeof size === "number" ? constant(size) : symbol(size ?? "?", true);
}

/** PyTorch's spelling of a dtype that is given as `torch.float32`, `paddle.int64` or `"int64"`; null for anything else. */
export function dtypeOf(value: Value | undefined): string | null {
  if (value === undefined) return null;
  const text = value.type === "const" && typeof value.value === "string" ? value.value : textOf(value);
  const name = text.replace(/^(torch|paddle|np|numpy)\./, "").replace(/_$/, "");
  const long: Readonly<Record<string, string>> = {
    long: "int64",
    float: "float32",
    half: "float16",
    double: "float64",
    int: "int32",
  };
  const full = long[name] ?? name;
  return /^(float(16|32|64)|bfloat16|u?int(8|16|32|64)|bool|complex(64|128)|float8_\w+)$/.test(full)
    ? full
    : null;
}
