/**
 * Constructors of the frameworks' layers: the positional order of their arguments, in PyTorch's spelling, with
 * defaults. A Paddle argument that means the same under another name stands as `theirs>ours`.
 */
export interface LayerSignature {
  /** PyTorch's name of the layer. */
  readonly kind: string;
  readonly signature: string;
}

const TORCH_CONV =
  "in_channels out_channels kernel_size stride=1 padding=0 dilation=1 groups=1 bias=True padding_mode='zeros'";
const TORCH_CONV_TRANSPOSE =
  "in_channels out_channels kernel_size stride=1 padding=0 output_padding=0 groups=1 bias=True dilation=1 padding_mode='zeros'";
const TORCH_BATCH_NORM = "num_features eps=1e-05 momentum=0.1 affine=True track_running_stats=True";
const TORCH_INSTANCE_NORM = "num_features eps=1e-05 momentum=0.1 affine=False track_running_stats=False";
const TORCH_POOL = "kernel_size stride=None padding=0";
const TORCH_RNN =
  "input_size hidden_size num_layers=1 bias=True batch_first=False dropout=0.0 bidirectional=False proj_size=0";

const torch: Readonly<Record<string, string>> = {
  Linear: "in_features out_features bias=True",
  Embedding: "num_embeddings embedding_dim padding_idx=None max_norm=None norm_type=2.0",
  LayerNorm: "normalized_shape eps=1e-05 elementwise_affine=True bias=True",
  RMSNorm: "normalized_shape eps=None elementwise_affine=True",
  GroupNorm: "num_groups num_channels eps=1e-05 affine=True",
  ...each("Conv#d", TORCH_CONV),
  ...each("ConvTranspose#d", TORCH_CONV_TRANSPOSE),
  ...each("BatchNorm#d", TORCH_BATCH_NORM),
  SyncBatchNorm: TORCH_BATCH_NORM,
  ...each("InstanceNorm#d", TORCH_INSTANCE_NORM),
  MultiheadAttention:
    "embed_dim num_heads dropout=0.0 bias=True add_bias_kv=False add_zero_attn=False kdim=None vdim=None batch_first=False",
  LSTM: TORCH_RNN,
  GRU: TORCH_RNN,
  PReLU: "num_parameters=1 init=0.25",
  Dropout: "p=0.5",
  ...each("Dropout#d", "p=0.5"),
  AlphaDropout: "p=0.5",
  GELU: "approximate='none'",
  Softmax: "dim=None",
  LogSoftmax: "dim=None",
  LeakyReLU: "negative_slope=0.01",
  ELU: "alpha=1.0",
  CELU: "alpha=1.0",
  Softplus: "beta=1.0 threshold=20.0",
  Flatten: "start_dim=1 end_dim=-1",
  Upsample: "size=None scale_factor=None mode='nearest' align_corners=None",
  PixelShuffle: "upscale_factor",
  ...each("MaxPool#d", `${TORCH_POOL} dilation=1 return_indices=False ceil_mode=False`),
  AvgPool1d: `${TORCH_POOL} ceil_mode=False count_include_pad=True`,
  AvgPool2d: `${TORCH_POOL} ceil_mode=False count_include_pad=True divisor_override=None`,
  AvgPool3d: `${TORCH_POOL} ceil_mode=False count_include_pad=True divisor_override=None`,
  ...each("AdaptiveAvgPool#d", "output_size"),
  ...each("AdaptiveMaxPool#d", "output_size return_indices=False"),
};

const PADDLE_CONV =
  "in_channels out_channels kernel_size stride=1 padding=0 dilation=1 groups=1 padding_mode='zeros' weight_attr=None bias_attr>bias=None";
const PADDLE_CONV_TRANSPOSE =
  "in_channels out_channels kernel_size stride=1 padding=0 output_padding=0 groups=1 dilation=1 weight_attr=None bias_attr>bias=None";
const PADDLE_CONV1D_TRANSPOSE =
  "in_channels out_channels kernel_size stride=1 padding=0 output_padding=0 groups=1 dilation=1 weight_attr=None bias_attr>bias=None";
const PADDLE_BATCH_NORM =
  "num_features momentum=0.9 epsilon>eps=1e-05 weight_attr>affine=None bias_attr>bias=None";
const PADDLE_INSTANCE_NORM =
  "num_features epsilon>eps=1e-05 momentum=0.9 weight_attr>affine=None bias_attr>bias=None";

const paddle: Readonly<Record<string, LayerSignature>> = {
  ...renamed("Linear", "Linear", "in_features out_features weight_attr=None bias_attr>bias=None"),
  ...renamed("Embedding", "Embedding", "num_embeddings embedding_dim padding_idx=None"),
  ...renamed(
    "LayerNorm",
    "LayerNorm",
    "normalized_shape epsilon>eps=1e-05 weight_attr>elementwise_affine=None bias_attr>bias=None",
  ),
  ...renamed(
    "GroupNorm",
    "GroupNorm",
    "num_groups num_channels epsilon>eps=1e-05 weight_attr>affine=None bias_attr>bias=None",
  ),
  ...renamed("Conv1D", "Conv1d", PADDLE_CONV),
  ...renamed("Conv2D", "Conv2d", PADDLE_CONV),
  ...renamed("Conv3D", "Conv3d", PADDLE_CONV),
  ...renamed("Conv1DTranspose", "ConvTranspose1d", PADDLE_CONV1D_TRANSPOSE),
  ...renamed("Conv2DTranspose", "ConvTranspose2d", PADDLE_CONV_TRANSPOSE),
  ...renamed("Conv3DTranspose", "ConvTranspose3d", PADDLE_CONV_TRANSPOSE),
  ...renamed("BatchNorm1D", "BatchNorm1d", PADDLE_BATCH_NORM),
  ...renamed("BatchNorm2D", "BatchNorm2d", PADDLE_BATCH_NORM),
  ...renamed("BatchNorm3D", "BatchNorm3d", PADDLE_BATCH_NORM),
  ...renamed("SyncBatchNorm", "SyncBatchNorm", PADDLE_BATCH_NORM),
  ...renamed("InstanceNorm1D", "InstanceNorm1d", PADDLE_INSTANCE_NORM),
  ...renamed("InstanceNorm2D", "InstanceNorm2d", PADDLE_INSTANCE_NORM),
  ...renamed("InstanceNorm3D", "InstanceNorm3d", PADDLE_INSTANCE_NORM),
  ...renamed(
    "MultiHeadAttention",
    "MultiheadAttention",
    "embed_dim num_heads dropout=0.0 kdim=None vdim=None need_weights=False weight_attr=None bias_attr>bias=None",
  ),
  ...renamed("PReLU", "PReLU", "num_parameters=1 init=0.25"),
  ...renamed("Dropout", "Dropout", "p=0.5"),
  ...renamed("Dropout2D", "Dropout2d", "p=0.5"),
  ...renamed("Dropout3D", "Dropout3d", "p=0.5"),
  ...renamed("AlphaDropout", "AlphaDropout", "p=0.5"),
  ...renamed("GELU", "GELU", "approximate=False"),
  ...renamed("Softmax", "Softmax", "axis>dim=-1"),
  ...renamed("LogSoftmax", "LogSoftmax", "axis>dim=-1"),
  ...renamed("LeakyReLU", "LeakyReLU", "negative_slope=0.01"),
  ...renamed("ELU", "ELU", "alpha=1.0"),
  ...renamed("CELU", "CELU", "alpha=1.0"),
  ...renamed("Softplus", "Softplus", "beta=1.0 threshold=20.0"),
  ...renamed("Flatten", "Flatten", "start_axis>start_dim=1 stop_axis>end_dim=-1"),
  ...renamed("Upsample", "Upsample", "size=None scale_factor=None mode='nearest' align_corners=False"),
  ...renamed("PixelShuffle", "PixelShuffle", "upscale_factor"),
  ...renamed("MaxPool1D", "MaxPool1d", "kernel_size stride=None padding=0 return_mask=False ceil_mode=False"),
  ...renamed("MaxPool2D", "MaxPool2d", "kernel_size stride=None padding=0 return_mask=False ceil_mode=False"),
  ...renamed("AvgPool1D", "AvgPool1d", "kernel_size stride=None padding=0 exclusive=True ceil_mode=False"),
  ...renamed("AvgPool2D", "AvgPool2d", "kernel_size stride=None padding=0 ceil_mode=False exclusive=True"),
  ...renamed("AdaptiveAvgPool1D", "AdaptiveAvgPool1d", "output_size"),
  ...renamed("AdaptiveAvgPool2D", "AdaptiveAvgPool2d", "output_size"),
  ...renamed("Silu", "SiLU", ""),
  ...renamed("Swish", "SiLU", ""),
};

/** Layers without parameters and settings, of the same name on both. */
const PLAIN = new Set(
  "Identity ReLU ReLU6 SiLU Sigmoid LogSigmoid Tanh Tanhshrink Softsign Hardswish Hardsigmoid Hardtanh Mish SELU GLU".split(
    " ",
  ),
);

/** Containers, which the evaluator fills itself. */
const CONTAINERS: Readonly<Record<string, string>> = {
  Module: "Module",
  Layer: "Module",
  Sequential: "Sequential",
  ModuleList: "ModuleList",
  LayerList: "ModuleList",
  ModuleDict: "ModuleDict",
  LayerDict: "ModuleDict",
  ParameterList: "ParameterList",
  ParameterDict: "ParameterDict",
};

/** The name inside the framework's layer namespace, or undefined for anything else. */
export function layerName(
  api: string,
): { readonly framework: "torch" | "paddle"; readonly name: string } | undefined {
  const match = /^(torch|paddle)\.nn\.(?:modules\.(?:\w+\.)?|layer\.(?:\w+\.)?)?([A-Z]\w*)$/.exec(api);
  const [, framework, name] = match ?? [];
  return (framework === "torch" || framework === "paddle") && name !== undefined && name !== "Parameter"
    ? { framework, name }
    : undefined;
}

/** The kind of a container or of `Module` itself; undefined for other layers. */
export function containerKind(api: string): string | undefined {
  const layer = layerName(api);
  return layer === undefined ? undefined : CONTAINERS[layer.name];
}

/** How the layer is constructed; undefined for layers that the static reader does not know. */
export function layerSignature(api: string): LayerSignature | undefined {
  const layer = layerName(api);
  if (layer === undefined) return undefined;
  if (layer.framework === "paddle" && Object.hasOwn(paddle, layer.name)) return paddle[layer.name];
  const signature =
    layer.framework === "torch" && Object.hasOwn(torch, layer.name) ? torch[layer.name] : undefined;
  if (signature !== undefined) return { kind: layer.name, signature };
  return PLAIN.has(layer.name) ? { kind: layer.name, signature: "" } : undefined;
}

function each(name: string, signature: string): Record<string, string> {
  return Object.fromEntries(["1", "2", "3"].map((dimensions) => [name.replace("#", dimensions), signature]));
}

function renamed(name: string, kind: string, signature: string): Record<string, LayerSignature> {
  return { [name]: { kind, signature } };
}
