import type { ModuleEntry, ModuleTree, ParameterEntry } from "../../modules/moduleTree.js";

/** The order of a matrix's two dimensions. */
export type MatrixLayout = "in,out" | "out,in";

/**
 * What reads a tensor, which decides how it is stored.
 * `matrix`: multiplies a vector, so its two dimensions are an input and an output and their order matters.
 * `table` (Embedding), `kernel` (convolution), `statistic` (norm buffers), `elementwise`: one storage order on both frameworks.
 * `unknown`: a raw parameter or buffer whose use the tree does not say.
 * `parametrized`: only a part of the tensor that the layer uses (LoRA, weight norm).
 * `recurrent`: gates of LSTM, GRU and RNN, whose order this version does not vouch for.
 */
export type Consumer =
  | { readonly role: "matrix"; readonly layout: MatrixLayout; readonly text: string }
  | {
      readonly role: "table" | "kernel" | "elementwise" | "unknown" | "parametrized" | "recurrent";
      readonly text: string;
    };

/** Finds the consumer of a tensor of the tree by its owner and its name inside the owner. */
export type ConsumerOf = (
  tensor: Pick<ParameterEntry, "name" | "module"> & { use?: ParameterEntry["use"] },
) => Consumer;

const embeddingKinds = new Set(["Embedding", "EmbeddingBag"]);
const convolution = /^(Conv(Transpose)?[123]d|Bilinear)$/;
const norm =
  /^(LayerNorm|RMSNorm|GroupNorm|(Lazy)?BatchNorm[123]?d?|SyncBatchNorm|InstanceNorm[123]d|LocalResponseNorm|PReLU)$/;
const recurrent = /^(LSTM|GRU|RNN)(Cell)?$/;
const attentionMatrices = new Set(["in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight"]);

/** Linear layers of Paddle that do not derive from `paddle.nn.Linear`. */
const otherLinear = /^paddle\..*\.(Column|Row)(Sequence)?ParallelLinear$|^paddle\.compat\.nn\.(.*\.)?Linear$/;

/** PyTorch stores [out, in]; Paddle [in, out], except in `paddle.compat` (3.3 and later), which follows PyTorch. */
function linearLayout(framework: ModuleTree["framework"], owner: ModuleEntry | undefined): MatrixLayout {
  return framework === "torch" || owner?.class.startsWith("paddle.compat.") === true ? "out,in" : "in,out";
}

/** The name of a tensor inside its owner: `weight` for `encoder.0.weight` owned by `encoder.0`. */
export function leafOf(tensor: { name: string; module: string }): string {
  return tensor.module !== "" && tensor.name.startsWith(`${tensor.module}.`)
    ? tensor.name.slice(tensor.module.length + 1)
    : tensor.name;
}

/** Builds the function that names the consumer of each tensor of a tree. */
export function consumersOf(tree: ModuleTree): ConsumerOf {
  const modules = new Map(tree.modules.map((entry) => [entry.path, entry]));
  return (tensor) => consumer(tensor, modules.get(tensor.module), tree.framework);
}

function consumer(
  tensor: Parameters<ConsumerOf>[0],
  owner: ModuleEntry | undefined,
  framework: ModuleTree["framework"],
): Consumer {
  const leaf = leafOf(tensor);
  const kind = owner?.kind ?? "Module";
  const at = `${kind === "Module" ? className(owner) : kind} \`${tensor.module}\``;
  if (kind === "ParametrizationList" || tensor.module.split(".").includes("parametrizations")) {
    return { role: "parametrized", text: `parametrization \`${tensor.module}\`` };
  }
  if (kind === "Linear" || otherLinear.test(owner?.class ?? "")) {
    if (leaf === "weight") return { role: "matrix", layout: linearLayout(framework, owner), text: at };
    if (leaf === "bias") return { role: "elementwise", text: at };
  }
  if (kind === "MultiheadAttention" && framework === "torch") {
    if (attentionMatrices.has(leaf)) return { role: "matrix", layout: "out,in", text: at };
    if (leaf === "in_proj_bias") return { role: "elementwise", text: at };
  }
  if (embeddingKinds.has(kind) && leaf === "weight") return { role: "table", text: at };
  if (convolution.test(kind) && leaf === "weight") return { role: "kernel", text: at };
  if (convolution.test(kind) && leaf === "bias") return { role: "elementwise", text: at };
  if (norm.test(kind) && knownNormLeaves.has(leaf)) return { role: "elementwise", text: at };
  if (recurrent.test(kind)) return { role: "recurrent", text: at };
  return rawParameter(tensor.use ?? "unknown", leaf, owner, framework);
}

const knownNormLeaves = new Set(
  "weight bias scale _weight running_mean running_var _mean _variance num_batches_tracked".split(" "),
);

function rawParameter(
  use: ParameterEntry["use"],
  leaf: string,
  owner: ModuleEntry | undefined,
  framework: ModuleTree["framework"],
): Consumer {
  const where = `\`${leaf}\` of ${className(owner)}`;
  switch (use) {
    case "x@W":
      return { role: "matrix", layout: "in,out", text: `x @ W with the raw parameter ${where}` };
    case "W@x":
      return { role: "matrix", layout: "out,in", text: `W @ x with the raw parameter ${where}` };
    case "linear": {
      const layout = framework === "torch" ? "out,in" : "in,out";
      return { role: "matrix", layout, text: `F.linear with the raw parameter ${where}` };
    }
    case "embedding":
      return { role: "table", text: `F.embedding with the raw parameter ${where}` };
    case "convolution":
      return { role: "kernel", text: `a convolution with the raw parameter ${where}` };
    case "elementwise":
      return { role: "elementwise", text: `elementwise use of the raw parameter ${where}` };
    case "unknown":
      return { role: "unknown", text: `${where}, whose use is not known` };
  }
}

function className(owner: ModuleEntry | undefined): string {
  return owner === undefined ? "the model" : (owner.class.split(".").at(-1) ?? owner.class);
}
