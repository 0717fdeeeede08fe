"""The settings of Paddle's layers in PyTorch's spelling."""

from __future__ import annotations

import re
from typing import Any

from .base import Setting
from .values import read

_CONV = {
    "in_channels": "_in_channels",
    "out_channels": "_out_channels",
    "kernel_size": "_kernel_size",
    "stride": "_stride",
    "dilation": "_dilation",
    "groups": "_groups",
    "padding_mode": "_padding_mode",
}
_EMBEDDING = {"num_embeddings": "_num_embeddings", "embedding_dim": "_embedding_dim", "padding_idx": "_padding_idx"}
_RECURRENT = {"input_size": "input_size", "hidden_size": "hidden_size", "num_layers": "num_layers"}

_ATTRIBUTES: list[tuple[str, dict[str, str]]] = [
    (r"Embedding", _EMBEDDING),
    (r"Conv(Transpose)?[123]d", _CONV),
    (r"LayerNorm|RMSNorm", {"normalized_shape": "_normalized_shape", "eps": "_epsilon"}),
    (r"GroupNorm", {"num_groups": "_num_groups", "num_channels": "_num_channels", "eps": "_epsilon"}),
    (r"(Batch|Instance)Norm([123]d)?|SyncBatchNorm", {"num_features": "_num_features", "eps": "_epsilon"}),
    (r"(Alpha|FeatureAlpha)?Dropout[123]?d?", {"p": "p"}),
    (r"(Log)?Softmax", {"dim": "_axis"}),
    (r"LeakyReLU", {"negative_slope": "_negative_slope"}),
    (r"ELU|CELU", {"alpha": "_alpha"}),
    (r"PReLU", {"num_parameters": "_num_parameters"}),
    (r"Softplus", {"beta": "_beta", "threshold": "_threshold"}),
    (
        r"(Max|Avg)Pool[123]d",
        {"kernel_size": "ksize", "stride": "stride", "padding": "padding", "ceil_mode": "ceil_mode"},
    ),
    (r"Adaptive(Max|Avg)Pool[123]d", {"output_size": "_output_size"}),
    (r"Flatten", {"start_dim": "start_axis", "end_dim": "stop_axis"}),
    (r"Upsample", {"size": "size", "scale_factor": "scale_factor", "mode": "mode", "align_corners": "align_corners"}),
    (r"PixelShuffle", {"upscale_factor": "_upscale_factor"}),
    (
        r"MultiheadAttention",
        {"embed_dim": "embed_dim", "num_heads": "num_heads", "dropout": "dropout", "kdim": "kdim", "vdim": "vdim"},
    ),
    (r"RNN|LSTM|GRU", _RECURRENT),
    (r"RNNCell|LSTMCell|GRUCell", {"input_size": "input_size", "hidden_size": "hidden_size"}),
]
_WITH_BIAS = re.compile(r"Linear|Bilinear|Conv(Transpose)?[123]d|LayerNorm")


def paddle_settings(layer: Any, kind: str) -> dict[str, Setting]:
    """Return the settings of a layer of Paddle, most of which are private attributes there."""
    found: dict[str, Setting] = {}
    for pattern, names in _ATTRIBUTES:
        if re.fullmatch(pattern, kind):
            found.update(read(layer, names))
            # A class that derives from the layer may keep a setting of its own under PyTorch's name.
            found.update(read(layer, {name: name for name in names if name in vars(layer)}))
    shape = [int(size) for size in getattr(getattr(layer, "weight", None), "shape", [])]
    if kind == "Linear" and len(shape) == 2:
        found["in_features"], found["out_features"] = shape
    if re.fullmatch(r"Conv(Transpose)?[123]d", kind):
        found["padding"] = _conv_padding(layer)
        found["output_padding"] = _per_dimension(layer, getattr(layer, "output_padding", 0))
        found["transposed"] = "Transpose" in kind
    if re.fullmatch(r"(Batch|Instance)Norm([123]d)?|SyncBatchNorm", kind) and hasattr(layer, "_momentum"):
        # Paddle keeps the share of the old statistics, PyTorch names the share of the new ones.
        found["momentum"] = round(1.0 - float(layer._momentum), 12)
    if kind == "GELU":
        found["approximate"] = "tanh" if getattr(layer, "_approximate", False) else "none"
    if re.fullmatch(r"(Max|Avg)Pool[123]d", kind) and found.get("stride") is None:
        found["stride"] = found["kernel_size"]
    if re.fullmatch(r"AvgPool[123]d", kind):
        found["count_include_pad"] = not getattr(layer, "exclusive", True)
    if kind in ("LayerNorm", "RMSNorm"):
        found["elementwise_affine"] = getattr(layer, "weight", None) is not None
    if re.fullmatch(r"GroupNorm|(Batch|Instance)Norm([123]d)?|SyncBatchNorm", kind):
        found["affine"] = getattr(layer, "weight", getattr(layer, "scale", None)) is not None
    if re.fullmatch(r"BatchNorm([123]d)?|SyncBatchNorm", kind):
        found["track_running_stats"] = getattr(layer, "_use_global_stats", None) is not False
    if kind == "MultiheadAttention":
        found["bias"] = layer.q_proj.bias is not None
    elif _WITH_BIAS.fullmatch(kind):
        found["bias"] = getattr(layer, "bias", None) is not None
    return found


def _conv_padding(layer: Any) -> Setting:
    padding = getattr(layer, "_padding", 0)
    return padding.lower() if isinstance(padding, str) else _per_dimension(layer, padding)


def _per_dimension(layer: Any, value: Any) -> Setting:
    if isinstance(value, int):
        return [value] * len(layer._kernel_size)
    return [int(size) for size in value]
