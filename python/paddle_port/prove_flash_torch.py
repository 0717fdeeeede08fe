"""The flash-attn package's two functions for PyTorch by plain arithmetic, since its kernels need a GPU.

Names, order and defaults of the parameters are those of flash-attn 2.8 (`flash_attn/flash_attn_interface.py`).
"""

from __future__ import annotations

import importlib.util
import sys
import types
from typing import Any

import torch


def _attend(q: Any, k: Any, v: Any, dropout: float, scale: float | None, causal: bool) -> Any:
    """Attention of one sequence, [length, heads, size], in float32."""
    if scale is None:
        scale = q.shape[-1] ** -0.5
    scores = torch.einsum("shd,thd->hst", q.float(), k.float()) * scale
    if causal:
        # flash-attn aligns the mask with the end of both sequences.
        allowed = torch.ones(scores.shape[-2:], dtype=torch.bool).tril(k.shape[0] - q.shape[0])
        scores = scores.masked_fill(~allowed, float("-inf"))
    weights = torch.nn.functional.dropout(scores.softmax(-1), dropout)
    return torch.einsum("hst,thd->shd", weights, v.float()).to(q.dtype)


def _refuse(**given: Any) -> None:
    """Raises for what this reference does not compute, rather than passing over it."""
    defaults = {"window_size": (-1, -1), "softcap": 0.0, "alibi_slopes": None, "block_table": None}
    for name, value in given.items():
        if value != defaults.get(name, False):
            raise ValueError(f"the reference for flash-attn has no {name}")


def flash_attn_func(
    q: Any,
    k: Any,
    v: Any,
    dropout_p: float = 0.0,
    softmax_scale: float | None = None,
    causal: bool = False,
    window_size: tuple[int, int] = (-1, -1),
    softcap: float = 0.0,
    alibi_slopes: Any = None,
    deterministic: bool = False,
    return_attn_probs: bool = False,
) -> Any:
    """Attention over [batch, length, heads, size]."""
    _refuse(window_size=window_size, softcap=softcap, alibi_slopes=alibi_slopes, return_attn_probs=return_attn_probs)
    return torch.stack([_attend(*each, dropout_p, softmax_scale, causal) for each in zip(q, k, v, strict=True)])


def flash_attn_varlen_func(
    q: Any,
    k: Any,
    v: Any,
    cu_seqlens_q: Any,
    cu_seqlens_k: Any,
    max_seqlen_q: int,
    max_seqlen_k: int,
    dropout_p: float = 0.0,
    softmax_scale: float | None = None,
    causal: bool = False,
    window_size: tuple[int, int] = (-1, -1),
    softcap: float = 0.0,
    alibi_slopes: Any = None,
    deterministic: bool = False,
    return_attn_probs: bool = False,
    block_table: Any = None,
) -> Any:
    """Attention over sequences laid end to end, [total, heads, size]; the bounds are int32."""
    _refuse(
        window_size=window_size,
        softcap=softcap,
        alibi_slopes=alibi_slopes,
        return_attn_probs=return_attn_probs,
        block_table=block_table,
    )
    if cu_seqlens_q.dtype != torch.int32 or cu_seqlens_k.dtype != torch.int32:
        raise TypeError("the bounds of the sequences have to be int32")
    starts_q, starts_k = cu_seqlens_q.tolist(), cu_seqlens_k.tolist()
    lengths = [(b - a, d - c) for a, b, c, d in zip(starts_q, starts_q[1:], starts_k, starts_k[1:], strict=False)]
    if (max_seqlen_q, max_seqlen_k) != tuple(max(column) for column in zip(*lengths, strict=True)):
        raise ValueError("the longest sequence is another one")
    sizes_q, sizes_k = [first for first, _ in lengths], [second for _, second in lengths]
    pieces = zip(q.split(sizes_q), k.split(sizes_k), v.split(sizes_k), strict=True)
    return torch.cat([_attend(*piece, dropout_p, softmax_scale, causal) for piece in pieces])


def install() -> None:
    """Makes `flash_attn` importable where the package is missing."""
    if importlib.util.find_spec("flash_attn") is not None:
        return
    for name in ("flash_attn", "flash_attn.flash_attn_interface"):
        module: Any = types.ModuleType(name)
        module.flash_attn_func = flash_attn_func
        module.flash_attn_varlen_func = flash_attn_varlen_func
        sys.modules[name] = module
    package: Any = sys.modules["flash_attn"]
    package.flash_attn_interface = sys.modules["flash_attn.flash_attn_interface"]
