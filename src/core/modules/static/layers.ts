import { layerName, layerSignature } from "./layerSignatures.js";
import { binary } from "./operators.js";
import { dimension, tensor } from "./tensors.js";
import {
  constant,
  isNone,
  none,
  sequence,
  textOf,
  type CallArguments,
  type Dimension,
  type ModuleValue,
  type Settings,
  type TensorValue,
  type Value,
} from "./values.js";

type Options = ReadonlyMap<string, Value>;

/**
 * Fills `layer` as the framework's constructor would: settings, parameters, buffers, inner layers.
 * @returns what could not be decided, or null
 */
export function constructLayer(layer: ModuleValue, api: string, args: CallArguments): string | null {
  const known = layerSignature(api);
  const framework = layerName(api)?.framework;
  if (known === undefined || framework === undefined) {
    return `the parameters of ${api} are not known to the static reader`;
  }
  const bound = bindLayer(known.signature, args);
  if (typeof bound === "string") return `${api} ${bound}`;
  layer.kind = known.kind;
  const options = framework === "paddle" ? fromPaddle(known.kind, bound) : bound;
  const parts = new LayerParts(layer, framework, options);
  parts.build();
  if (parts.undecided.size > 0) return `${[...parts.undecided].join(", ")} of ${api} is not known`;
  return args.open ? `arguments of ${api} are passed on with * or **, and not all are known` : null;
}

/** Binds the arguments of a call to a signature; a string says what is missing. */
function bindLayer(signature: string, args: CallArguments): Map<string, Value> | string {
  const bound = new Map<string, Value>();
  let position = 0;
  for (const part of signature.split(" ").filter((word) => word !== "")) {
    const [names = "", preset] = part.split("=");
    const [theirs = "", ours = theirs] = names.split(">");
    const given = args.positional[position++] ?? args.keywords.get(theirs) ?? args.keywords.get(ours);
    if (given !== undefined) bound.set(ours, given);
    else if (preset !== undefined) bound.set(ours, literal(preset));
    else return `is called without ${theirs}`;
  }
  return bound;
}

function literal(text: string): Value {
  if (text === "None") return none;
  if (text === "True" || text === "False") return constant(text === "True");
  return text.startsWith("'") ? constant(text.slice(1, -1)) : constant(Number(text), /[.e]/.test(text));
}

/** Paddle's `…_attr` is False to leave a parameter out, and anything else to have it. */
function fromPaddle(kind: string, bound: Map<string, Value>): Map<string, Value> {
  const options = new Map(bound);
  for (const name of ["bias", "affine", "elementwise_affine"]) {
    const value = bound.get(name);
    const decided = value?.type !== "symbol" || /^paddle\.(\w+\.)*ParamAttr\(/.test(value.text);
    if (value !== undefined && decided)
      options.set(name, constant(!(value.type === "const" && value.value === false)));
  }
  const momentum = bound.get("momentum");
  if (momentum?.type === "const" && typeof momentum.value === "number") {
    // Paddle names the share of the old statistics, PyTorch that of the new ones.
    options.set("momentum", constant(Number((1 - momentum.value).toFixed(12)), true));
  }
  if (kind === "GELU") {
    const tanh = bound.get("approximate");
    options.set("approximate", constant(tanh?.type === "const" && tanh.value === true ? "tanh" : "none"));
  }
  if (kind.startsWith("AvgPool")) {
    const exclusive = bound.get("exclusive");
    options.set("count_include_pad", constant(exclusive?.type === "const" && exclusive.value === false));
    options.delete("exclusive");
  }
  if (/^BatchNorm|^SyncBatchNorm/.test(kind)) options.set("track_running_stats", constant(true));
  options.delete("weight_attr");
  options.delete("need_weights");
  options.delete("return_mask");
  return options;
}

class LayerParts {
  /** Switches whose value source alone does not decide; the layer is given what they switch on. */
  readonly undecided = new Set<string>();

  constructor(
    private readonly layer: ModuleValue,
    private readonly framework: "torch" | "paddle",
    private readonly options: Options,
  ) {}

  build(): void {
    const { kind } = this.layer;
    this.layer.settings = this.settings(kind);
    if (kind === "Linear") this.linear();
    else if (kind === "Embedding")
      this.parameter("weight", [this.size("num_embeddings"), this.size("embedding_dim")]);
    else if (kind === "LayerNorm" || kind === "RMSNorm") this.layerNorm(kind);
    else if (kind === "GroupNorm") this.affine([this.size("num_channels")], "weight");
    else if (/^Conv\dd$/.test(kind)) this.convolution("out_channels", "in_channels");
    else if (/^ConvTranspose\dd$/.test(kind)) this.convolution("in_channels", "out_channels");
    else if (/^(Sync)?BatchNorm/.test(kind)) this.batchNorm();
    else if (kind.startsWith("InstanceNorm")) {
      this.affine([this.size("num_features")], this.framework === "paddle" ? "scale" : "weight");
    } else if (kind === "PReLU") {
      this.parameter(this.framework === "paddle" ? "_weight" : "weight", [this.size("num_parameters")]);
    } else if (kind === "MultiheadAttention") this.attention();
    else if (kind === "LSTM" || kind === "GRU") this.recurrent(kind === "LSTM" ? 4 : 3);
  }

  private settings(kind: string): Settings {
    const found: Settings = {};
    const dimensions = /(Conv|ConvTranspose)([123])d$/.exec(kind)?.[2];
    const perDimension = new Set(["kernel_size", "stride", "padding", "dilation", "output_padding"]);
    for (const [name, value] of this.options) {
      if (name === "init" || name === "add_bias_kv") continue;
      if (name === "bias" && !/Linear|Conv|LayerNorm|MultiheadAttention|LSTM|GRU/.test(kind)) continue;
      const wide =
        dimensions !== undefined && perDimension.has(name) ? spread(value, Number(dimensions)) : value;
      found[name] = setting(name === "normalized_shape" ? spread(wide, 1) : wide);
    }
    if (dimensions !== undefined) {
      found["padding_mode"] ??= "zeros";
      if (typeof found["padding"] === "string") found["padding"] = found["padding"].toLowerCase();
      found["transposed"] = kind.startsWith("ConvTranspose");
      found["output_padding"] ??= Array.from({ length: Number(dimensions) }, () => 0);
    }
    if (/Pool[123]d$/.test(kind) && found["stride"] === null) found["stride"] = found["kernel_size"] ?? null;
    if (kind === "MultiheadAttention") {
      found["kdim"] ??= found["embed_dim"] ?? null;
      found["vdim"] ??= found["embed_dim"] ?? null;
    }
    return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private linear(): void {
    const [input, output] = [this.size("in_features"), this.size("out_features")];
    this.parameter("weight", this.framework === "torch" ? [output, input] : [input, output]);
    if (this.flag("bias")) this.parameter("bias", [output]);
  }

  private layerNorm(kind: string): void {
    const shape = this.options.get("normalized_shape");
    const sizes = shape === undefined ? [] : sizesOf(spread(shape, 1));
    if (this.flag("elementwise_affine")) this.parameter("weight", sizes);
    const hasBias =
      this.framework === "torch" ? this.flag("elementwise_affine") && this.flag("bias") : this.flag("bias");
    if (kind === "LayerNorm" && hasBias) this.parameter("bias", sizes);
    if (kind === "LayerNorm") this.layer.settings["bias"] = hasBias;
  }

  private affine(shape: Dimension[], weight: string): void {
    if (!this.flag("affine")) return;
    this.parameter(weight, shape);
    this.parameter("bias", shape);
  }

  private convolution(first: string, second: string): void {
    const groups = this.options.get("groups") ?? constant(1);
    const dimensions = Number(/(\d)d$/.exec(this.layer.kind)?.[1] ?? 1);
    const inner = binary("//", this.options.get(second) ?? none, groups);
    const perGroup =
      groups.type === "const" && groups.value === 1 ? this.size(second) : (dimension(inner) ?? textOf(inner));
    const kernel = sizesOf(spread(this.options.get("kernel_size") ?? none, dimensions));
    this.parameter("weight", [this.size(first), perGroup, ...kernel]);
    if (this.flag("bias")) this.parameter("bias", [this.size("out_channels")]);
  }

  private batchNorm(): void {
    const shape = [this.size("num_features")];
    this.affine(shape, "weight");
    if (this.framework === "paddle") {
      this.parameter("_mean", shape, false);
      this.parameter("_variance", shape, false);
    } else if (this.flag("track_running_stats")) {
      this.buffer("running_mean", shape, "float32");
      this.buffer("running_var", shape, "float32");
      this.buffer("num_batches_tracked", [], "int64");
    }
  }

  private attention(): void {
    const width = this.options.get("embed_dim") ?? none;
    const bias = constant(this.flag("bias"));
    const inner = (name: string, input: Value): void => {
      const child = newLayer(`${this.framework}.nn.Linear`, null, null);
      const given = new Map([
        ["in_features", input],
        ["out_features", width],
        [this.framework === "torch" ? "bias" : "bias_attr", bias],
      ]);
      constructLayer(child, `${this.framework}.nn.Linear`, { positional: [], keywords: given, open: false });
      this.layer.children.set(name, child);
    };
    const [key, value] = ["kdim", "vdim"].map((name) => {
      const own = this.options.get(name);
      return own === undefined || isNone(own) ? width : own;
    }) as [Value, Value];
    if (this.framework === "paddle") {
      inner("q_proj", width);
      inner("k_proj", key);
      inner("v_proj", value);
    } else {
      const size = dimension(width) ?? textOf(width);
      const triple = dimension(binary("*", constant(3), width)) ?? "?";
      if (textOf(key) === textOf(width) && textOf(value) === textOf(width))
        this.parameter("in_proj_weight", [triple, size]);
      else {
        this.parameter("q_proj_weight", [size, size]);
        this.parameter("k_proj_weight", [size, dimension(key) ?? textOf(key)]);
        this.parameter("v_proj_weight", [size, dimension(value) ?? textOf(value)]);
      }
      if (this.flag("bias")) this.parameter("in_proj_bias", [triple]);
      if (this.flag("add_bias_kv"))
        for (const name of ["bias_k", "bias_v"]) this.parameter(name, [1, 1, size]);
    }
    inner("out_proj", width);
  }

  private recurrent(gates: number): void {
    const hidden = this.options.get("hidden_size") ?? none;
    const rows = dimension(binary("*", constant(gates), hidden)) ?? "?";
    const projection = this.options.get("proj_size");
    if (projection?.type === "const" && projection.value !== 0) this.undecided.add("what proj_size changes");
    const layers = this.options.get("num_layers");
    const count = layers?.type === "const" && typeof layers.value === "number" ? layers.value : 1;
    const directions = this.flag("bidirectional") ? ["", "_reverse"] : [""];
    const between = dimension(binary("*", constant(directions.length), hidden)) ?? "?";
    for (let index = 0; index < count; index++) {
      for (const direction of directions) {
        const end = `l${String(index)}${direction}`;
        this.parameter(`weight_ih_${end}`, [rows, index === 0 ? this.size("input_size") : between]);
        this.parameter(`weight_hh_${end}`, [rows, this.size("hidden_size")]);
        if (!this.flag("bias")) continue;
        this.parameter(`bias_ih_${end}`, [rows]);
        this.parameter(`bias_hh_${end}`, [rows]);
      }
    }
  }

  private size(name: string): Dimension {
    const value = this.options.get(name) ?? none;
    return dimension(value) ?? textOf(value);
  }

  private flag(name: string): boolean {
    const value = this.options.get(name);
    if (value?.type === "symbol") this.undecided.add(`${name}=${value.text}`);
    return value?.type === "const" ? Boolean(value.value) : value !== undefined;
  }

  private parameter(name: string, shape: Dimension[], trainable = true): void {
    this.layer.parameters.set(name, parameterOf(tensor(shape, "float32", name), trainable));
  }

  private buffer(name: string, shape: Dimension[], dtype: string): void {
    this.layer.buffers.set(name, { tensor: tensor(shape, dtype, name), persistent: true });
  }
}

/** An nn.Parameter made of a tensor. */
export function parameterOf(value: TensorValue, trainable: boolean): TensorValue {
  return { ...value, parameter: true, trainable };
}

/** A layer with nothing in it yet. */
export function newLayer(
  className: string,
  cls: ModuleValue["cls"],
  source: ModuleValue["source"],
  kind = "Module",
): ModuleValue {
  return {
    type: "module",
    className,
    cls,
    kind,
    settings: {},
    source,
    children: new Map(),
    parameters: new Map(),
    buffers: new Map(),
    attributes: new Map(),
  };
}

function spread(value: Value, count: number): Value {
  if (value.type === "sequence" || (value.type === "const" && typeof value.value === "string")) return value;
  return sequence(
    "list",
    Array.from({ length: count }, () => value),
  );
}

function sizesOf(value: Value): Dimension[] {
  if (value.type !== "sequence") return [textOf(value)];
  return value.items.map((item) => dimension(item.value) ?? textOf(item.value));
}

function setting(value: Value): Settings[string] {
  if (value.type === "const") return value.value;
  if (value.type !== "sequence") return textOf(value);
  return value.items.map(({ value: item }) =>
    item.type === "const" && typeof item.value === "number" ? item.value : textOf(item),
  );
}
