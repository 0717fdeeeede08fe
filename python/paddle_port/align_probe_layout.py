"""Probes of how values are laid out: parts of a fused projection, sums over padding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np

from .align_changes import Probe, with_attribute, with_forward
from .align_probe_attention import HEAD_NAMES
from .align_tensors import Array
from .align_trial import Trial


def layout_probes(trial: Trial) -> Iterator[Probe]:
    candidates = {name: module for name, module in trial.children().items() if trial.backend.parameters(module)}
    for name, module in candidates.items():
        yield from _parts(trial, f"{trial.name}.{name}", module)
    yield from _parts(trial, trial.name, trial.module)
    yield from _pooling(trial)


def _parts(trial: Trial, name: str, module: Any) -> Iterator[Probe]:
    """A projection whose result is taken apart afterwards: its parts in another order, or divided by heads first."""
    weight = getattr(module, "weight", None)
    if weight is None or len(trial.backend.shape(weight)) != 2:
        return
    sizes = trial.backend.shape(weight)
    # Paddle stores [in, out] and PyTorch [out, in]; what matters is that one is a multiple of the other.
    narrow, wide = min(sizes), max(sizes)
    for count in (2, 3):
        if wide % count or (count == 3 and wide != 3 * narrow):
            continue
        width = wide // count
        for order in list(permutations(range(count)))[1:]:
            columns = np.concatenate([np.arange(part * width, (part + 1) * width) for part in order])
            said = ", ".join(str(part + 1) for part in order)
            text = f"the {count} parts of what {name} gives are mixed up: in the order {said} the module agrees"
            yield text, _with_columns(trial, module, columns)
    heads = next((n for n in (getattr(trial.module, name, None) for name in HEAD_NAMES) if isinstance(n, int)), 0)
    if heads > 1 and wide == 3 * narrow and narrow % heads == 0:
        grid = np.arange(wide)
        by_part = grid.reshape(heads, 3, -1).swapaxes(0, 1).reshape(-1)
        by_head = grid.reshape(3, heads, -1).swapaxes(0, 1).reshape(-1)
        text = f"what {name} gives is divided head by head: divided part by part the module agrees"
        yield text, _with_columns(trial, module, by_head)
        text = f"what {name} gives is divided part by part: divided head by head the module agrees"
        yield text, _with_columns(trial, module, by_part)


def _with_columns(trial: Trial, module: Any, columns: Array) -> Any:
    backend = trial.backend

    def change(forward: Any) -> Any:
        def reordered(*args: Any, **kwargs: Any) -> Any:
            array = backend.to_numpy(forward(*args, **kwargs))
            return backend.from_numpy(array[..., columns])

        return reordered

    return with_forward(module, change)


def _pooling(trial: Trial) -> Iterator[Probe]:
    """A mean over positions, [batch, positions, width] to [batch, width], of which a mask leaves some out."""
    masks = {slot: array for slot, array in trial.inputs.items() if array.ndim == 2 and array.dtype.kind in "biu"}
    results = [array for array in trial.truth.values() if array.ndim == 2]
    for slot, mask in masks.items():
        real = mask != 0
        count = real.sum(1)
        if not count.all() or real.all():
            continue
        for hidden, array in trial.inputs.items():
            if array.ndim != 3 or array.dtype.kind != "f" or array.shape[:2] != mask.shape or not results:
                continue
            rescaled = array * (mask.shape[1] / count)[:, None, None].astype(array.dtype)
            padding_matters = trial.error({hidden: np.where(real[..., None], array, 0)}) != trial.error()
            if padding_matters:
                text = (
                    f"{trial.name} takes in the padding, which its argument {slot} marks: "
                    "over the real positions alone the module agrees"
                )
                yield text, _with_input(trial, hidden, rescaled * real[..., None])
            else:
                text = (
                    f"{trial.name} divides its sum by the length with padding: "
                    "divided by the number of real positions the module agrees"
                )
                yield text, _with_input(trial, hidden, rescaled)


def _with_input(trial: Trial, slot: str, array: Array) -> Any:
    """While open, the call gets another input."""
    return with_attribute(trial, "inputs", {**trial.inputs, slot: array})
