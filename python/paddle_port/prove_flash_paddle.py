"""Paddle's flash attention by plain arithmetic behind the real functions' own signatures.

The kernels need a GPU. What a call means (names, order and defaults of the parameters, the scale, the pair that is
returned) is a fact about the real functions: their signatures are read from the Paddle that is installed, and a
call that they would not take fails here too. What the kernel computes is emulated, and the evidence says so.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import paddle
from paddle.nn.functional import flash_attention as module


def _attend(q: Any, k: Any, v: Any, scale: float, options: dict[str, Any]) -> Any:
    """Attention of one sequence, [length, heads, size], in float32."""
    rows, columns = [part.astype("float32").transpose([1, 0, 2]) for part in (q, k)]
    scores = paddle.matmul(rows, columns, transpose_y=True) * scale
    if options["causal"]:
        if q.shape[0] != k.shape[0]:
            raise ValueError("how the mask lies for sequences of unequal length is up to the kernel")
        allowed = paddle.tril(paddle.ones(scores.shape[-2:]))
        scores = paddle.where(allowed == 1, scores, paddle.full_like(scores, float("-inf")))
    weights = paddle.nn.functional.dropout(
        paddle.nn.functional.softmax(scores, axis=-1), options["dropout"], training=options["training"]
    )
    result = paddle.matmul(weights, v.astype("float32").transpose([1, 0, 2]))
    return result.transpose([1, 0, 2]).astype(q.dtype)


def _batched(given: dict[str, Any]) -> tuple[Any, None]:
    q, k, v = given["query"], given["key"], given["value"]
    if given.get("softmax_scale") is not None:
        raise ValueError("only FlashAttention 3 takes a softmax_scale")
    results = [_attend(q[i], k[i], v[i], q.shape[-1] ** -0.5, given) for i in range(q.shape[0])]
    return paddle.stack(results), None


def _packed(given: dict[str, Any]) -> tuple[Any, None]:
    for name, kind in {"max_seqlen_q": int, "max_seqlen_k": int, "scale": float}.items():
        if not isinstance(given[name], kind):
            raise TypeError(f"{name} has to be of type {kind.__name__}")
    starts = [given[name] for name in ("cu_seqlens_q", "cu_seqlens_k")]
    if any(start.dtype != paddle.int32 for start in starts):
        raise TypeError("the bounds of the sequences have to be int32")
    bounds_q, bounds_k = [start.tolist() for start in starts]
    for name, bounds in {"max_seqlen_q": bounds_q, "max_seqlen_k": bounds_k}.items():
        if given[name] != max(b - a for a, b in itertools.pairwise(bounds)):
            raise ValueError(f"{name} is not the longest sequence")
    results = []
    for i in range(len(bounds_q) - 1):
        own, others = slice(bounds_q[i], bounds_q[i + 1]), slice(bounds_k[i], bounds_k[i + 1])
        parts = given["query"][own], given["key"][others], given["value"][others]
        results.append(_attend(*parts, given["scale"], given))
    return paddle.concat(results), None


def _behind(real: Callable[..., Any], compute: Callable[[dict[str, Any]], Any]) -> Callable[..., Any]:
    """A function that takes exactly what the real one takes."""
    signature = inspect.signature(real)

    @functools.wraps(real)
    def emulated(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        for name in ("return_softmax", "fixed_seed_offset"):
            if bound.arguments[name]:
                raise ValueError(f"the emulation of {real.__name__} has no {name}")
        if not isinstance(bound.arguments["causal"], bool):
            raise TypeError("causal has to be a bool")
        return compute(dict(bound.arguments))

    return emulated


@contextlib.contextmanager
def emulation() -> Iterator[None]:
    """Within it, calls of the two functions are bound to the real signatures and computed by plain arithmetic."""
    patched: Any = module
    kept = {name: getattr(module, name) for name in ("flash_attention", "flash_attn_unpadded")}
    patched.flash_attention = _behind(kept["flash_attention"], _batched)
    patched.flash_attn_unpadded = _behind(kept["flash_attn_unpadded"], _packed)
    try:
        yield
    finally:
        for name, real in kept.items():
            setattr(patched, name, real)
