"""Probes of what goes into a softmax: the scale of the scores, what a mask hides, the axis."""

from __future__ import annotations

import contextlib
import functools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .align_changes import Probe, with_attribute
from .align_tensors import Array
from .align_trial import Trial, functional, functions_called

HEAD_NAMES = ("num_heads", "num_attention_heads", "n_heads", "n_head", "heads")
HEAD_WIDTH_NAMES = ("head_dim", "head_size", "attention_head_size", "head_width")

Function = Callable[..., Any]


def attention_probes(trial: Trial) -> Iterator[Probe]:
    space = functional()
    if space is None or "softmax" not in functions_called(trial, space, ["softmax"]):
        return
    softmax: Function = space.softmax

    def before(change: Function) -> contextlib.AbstractContextManager[Any]:
        """While open, what goes into the softmax is changed."""

        def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
            return softmax(change(x), *args, **kwargs)

        return with_attribute(space, "softmax", changed)

    width, head = _widths(trial)
    scores = f"the attention scores of {trial.name}"
    if head is not None:
        text = f"{scores} are scaled twice: scaled once the module agrees"
        yield text, before(functools.partial(_times, trial, math.sqrt(head)))
        text = f"{scores} are not scaled: scaled by the root of a head's width the module agrees"
        yield text, before(functools.partial(_times, trial, 1 / math.sqrt(head)))
        if width is not None and width != head:
            text = f"{scores} are scaled by the width of all heads: scaled by that of one the module agrees"
            yield text, before(functools.partial(_times, trial, math.sqrt(width / head)))
    for slot, array in trial.inputs.items():
        hidden = _hidden(array)
        if hidden is not None:
            what = f"does not hide what its argument {slot} hides: hidden before the softmax the module agrees"
            yield f"{trial.name} {what}", before(functools.partial(_hide, trial, hidden))
    over_all = functools.partial(_over_last_axis, softmax)
    text = f"{trial.name} takes the softmax over another axis: over the last one the module agrees"
    yield text, with_attribute(space, "softmax", over_all)


def _widths(trial: Trial) -> tuple[int | None, int | None]:
    """Width of all heads and of one, as far as the module's attributes tell."""
    widths = [array.shape[-1] for array in trial.inputs.values() if array.dtype.kind == "f" and array.ndim > 1]
    width = widths[0] if widths else None
    for name in HEAD_WIDTH_NAMES:
        head = getattr(trial.module, name, None)
        if isinstance(head, int) and head > 1:
            return width, head
    for name in HEAD_NAMES:
        count = getattr(trial.module, name, None)
        if isinstance(count, int) and count > 0 and width is not None and width % count == 0:
            return width, width // count
    return width, None


def _times(trial: Trial, factor: float, scores: Any) -> Any:
    limits = np.finfo(np.float32)
    array = trial.backend.to_numpy(scores)
    # A mask's constant must not become infinite, or rows that hide everything would turn into NaN.
    return trial.backend.from_numpy(
        np.clip(array.astype(np.float64) * factor, limits.min, limits.max).astype(array.dtype)
    )


def _hidden(mask: Array) -> Array | None:
    """Where a mask of [batch, keys] or of four dimensions hides a key; None for what is no mask."""
    if mask.ndim == 2 and mask.dtype.kind in "biu" and set(np.unique(mask).tolist()) <= {0, 1}:
        return (mask == 0)[:, None, None, :]
    if mask.ndim == 4 and mask.dtype.kind == "b":
        return ~mask
    if mask.ndim == 4 and mask.dtype.kind == "f" and mask.max() <= 0 and mask.min() < -1e3:
        return mask < -1e3
    return None


def _hide(trial: Trial, hidden: Array, scores: Any) -> Any:
    array = trial.backend.to_numpy(scores)
    if array.ndim != 4:
        return scores
    return trial.backend.from_numpy(np.where(hidden, np.finfo(array.dtype).min, array))


def _over_last_axis(softmax: Function, x: Any, *_: Any, **__: Any) -> Any:
    return softmax(x, -1)
