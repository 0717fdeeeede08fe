"""Names of Paddle's layers in PyTorch's spelling."""

from __future__ import annotations

import re

_NAMES = {
    "Layer": "Module",
    "LayerList": "ModuleList",
    "LayerDict": "ModuleDict",
    "MultiHeadAttention": "MultiheadAttention",
    "Silu": "SiLU",
    "Swish": "SiLU",
    "Maxout": "Maxout",
    "SimpleRNN": "RNN",
    "SimpleRNNCell": "RNNCell",
    "ThresholdedReLU": "Threshold",
    "CosineSimilarity": "CosineSimilarity",
}


def torch_kind(name: str) -> str:
    """Return PyTorch's name of the Paddle layer `name`: `Conv2DTranspose` is `ConvTranspose2d`."""
    if name in _NAMES:
        return _NAMES[name]
    transposed = re.fullmatch(r"Conv([123])DTranspose", name)
    if transposed:
        return f"ConvTranspose{transposed[1]}d"
    return re.sub(r"([123])D$", r"\1d", name)
