"""Which attributes of PyTorch's layers are their settings."""

from __future__ import annotations

import re
from typing import Any

from .base import Setting
from .values import read

_CONV = "in_channels out_channels kernel_size stride padding dilation groups padding_mode output_padding transposed"
_POOL = "kernel_size stride padding dilation ceil_mode count_include_pad return_indices divisor_override"
_NORM = "num_features eps momentum affine track_running_stats"
_RECURRENT = "input_size hidden_size num_layers bias batch_first dropout bidirectional proj_size nonlinearity"

_ATTRIBUTES: list[tuple[str, str]] = [
    (r"Linear|LazyLinear", "in_features out_features"),
    (r"Bilinear", "in1_features in2_features out_features"),
    (r"Embedding|EmbeddingBag", "num_embeddings embedding_dim padding_idx max_norm norm_type mode"),
    (r"(Lazy)?Conv(Transpose)?[123]d", _CONV),
    (r"LayerNorm|RMSNorm", "normalized_shape eps elementwise_affine"),
    (r"GroupNorm", "num_groups num_channels eps affine"),
    (r"(Lazy)?(Batch|Instance)Norm[123]d|SyncBatchNorm", _NORM),
    (r"(Alpha|FeatureAlpha)?Dropout[123]?d?", "p"),
    (r"(Log)?Softmax|Softmin|GLU", "dim"),
    (r"GELU", "approximate"),
    (r"LeakyReLU", "negative_slope"),
    (r"ELU|CELU", "alpha"),
    (r"PReLU", "num_parameters"),
    (r"Softplus", "beta threshold"),
    (r"Hardtanh|ReLU6", "min_val max_val"),
    (r"(Max|Avg)Pool[123]d", _POOL),
    (r"Adaptive(Max|Avg)Pool[123]d", "output_size return_indices"),
    (r"Flatten", "start_dim end_dim"),
    (r"Unflatten", "dim unflattened_size"),
    (r"Upsample", "size scale_factor mode align_corners"),
    (r"PixelShuffle", "upscale_factor"),
    (r"PixelUnshuffle", "downscale_factor"),
    (r"(Zero|Constant|Reflection|Replication|Circular)Pad[123]d", "padding value"),
    (r"MultiheadAttention", "embed_dim num_heads dropout kdim vdim batch_first add_zero_attn"),
    (r"RNN|LSTM|GRU", _RECURRENT),
    (r"RNNCell|LSTMCell|GRUCell", "input_size hidden_size bias nonlinearity"),
]
_WITH_BIAS = re.compile(r"Linear|Bilinear|(Lazy)?Conv(Transpose)?[123]d|LayerNorm")


def torch_settings(module: Any, kind: str) -> dict[str, Setting]:
    """Return the settings of a layer of PyTorch, which are attributes of the same name."""
    found: dict[str, Setting] = {}
    for pattern, names in _ATTRIBUTES:
        if re.fullmatch(pattern, kind):
            found.update(read(module, {name: name for name in names.split()}))
    if kind == "MultiheadAttention":
        found["bias"] = getattr(module, "in_proj_bias", None) is not None
    elif _WITH_BIAS.fullmatch(kind):
        found["bias"] = getattr(module, "bias", None) is not None
    return found
