"""Probes of rotary position embeddings: which pairs are turned, and by how much.

A module that turns vectors is measured instead of read: unit vectors go in, and the angles come out. The reference's
angles follow from its recorded inputs and outputs. What differs between the two is the hypothesis.
"""

from __future__ import annotations

import functools
import inspect
import math
import types
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from .align_changes import Probe, all_of, with_forward, with_item
from .align_tensors import Array
from .align_trial import Trial

HALVES = "pairs (i, i + d/2)"
NEIGHBOURS = "pairs (2i, 2i + 1)"


def rotary_probes(trial: Trial) -> Iterator[Probe]:
    yield from _functions(trial)
    yield from _angles(trial)


def _pairs(kind: str, width: int) -> tuple[Array, Array]:
    """Columns of the first and of the second element of each pair."""
    first = np.arange(width // 2) if kind == HALVES else np.arange(0, width, 2)
    return first, first + (width // 2 if kind == HALVES else 1)


def _quarter_turn(kind: str, x: Array) -> Array:
    first, second = _pairs(kind, x.shape[-1])
    turned = np.empty_like(x)
    turned[..., first], turned[..., second] = -x[..., second], x[..., first]
    return turned


def _functions(trial: Trial) -> Iterator[Probe]:
    """Functions such as rotate_half that the module's code can reach, replaced by the one for the other pairs."""
    found = {
        HALVES: list(_rotations(trial, HALVES)),
        NEIGHBOURS: list(_rotations(trial, NEIGHBOURS)),
    }
    for kind, other in ((HALVES, NEIGHBOURS), (NEIGHBOURS, HALVES)):
        if found[kind]:
            turn = functools.partial(_turn_tensor, trial, other)
            text = f"{trial.name} rotates {kind}: rotating {other} the module agrees"
            yield text, all_of([with_item(space, name, turn) for space, name in found[kind]])


def _turn_tensor(trial: Trial, kind: str, x: Any) -> Any:
    return trial.backend.from_numpy(_quarter_turn(kind, trial.backend.to_numpy(x)))


def _rotations(trial: Trial, kind: str) -> Iterator[tuple[dict[str, Any], str]]:
    sample = np.arange(1, 9, dtype=np.float32).reshape(1, 1, 1, 8)
    wanted = _quarter_turn(kind, sample)
    waiting: list[Any] = [getattr(type(inner), "forward", None) for _, inner in trial.backend.modules(trial.module)]
    spaces: dict[int, dict[str, Any]] = {}
    while waiting:
        space = getattr(waiting.pop(), "__globals__", None)
        if space is None or id(space) in spaces:
            continue
        spaces[id(space)] = space
        for name, value in list(space.items()):
            # By its name it may be such a function, by what it does it is one.
            if not isinstance(value, types.FunctionType) or "rot" not in f"{name} {value.__name__}".lower():
                continue
            waiting.append(value)
            if len(inspect.signature(value).parameters) != 1:
                continue
            try:
                result = trial.backend.to_numpy(value(trial.backend.from_numpy(sample)))
            except Exception:
                continue
            if np.array_equal(result, wanted):
                yield space, name


def _angles(trial: Trial) -> Iterator[Probe]:
    """A module that turns each of its inputs [..., positions, width] into an output of the same shape."""
    slots = _turned_slots(trial)
    if not slots:
        return
    mine = _first(lambda kind: _own_angles(trial, slots, kind))
    theirs = _first(lambda kind: _their_angles(trial, slots, kind))
    if mine is None or theirs is None:
        return
    kind, own = mine
    if theirs[0] != kind:
        text = f"{trial.name} rotates {kind}: rotating {theirs[0]} the module agrees"
        yield text, _with_angles(trial, slots, theirs[0], own)
        return
    smooth = _unwrapped(own)
    wanted = _unwrapped(theirs[1])
    if smooth is None or wanted is None:
        return
    used = np.abs(smooth).max(0) > 1e-5
    if not used.any():
        return
    ratio = (wanted * smooth)[:, used].sum(0) / (smooth**2)[:, used].sum(0)
    if np.ptp(ratio) < 1e-3 and abs(ratio[0] - 1) > 1e-4:
        times = _plain(float(np.median(ratio)))
        text = f"{trial.name} rotates by other positions: with positions {times:.6g} times as large the module agrees"
        yield text, _with_angles(trial, slots, kind, smooth * times)
        return
    yield from _bases(trial, slots, kind, smooth, used, ratio)


def _first(angles_of: Callable[[str], Array | None]) -> tuple[str, Array] | None:
    for kind in (HALVES, NEIGHBOURS):
        angles = angles_of(kind)
        if angles is not None:
            return kind, angles
    return None


def _bases(trial: Trial, slots: dict[str, str], kind: str, smooth: Array, used: Array, ratio: Array) -> Iterator[Probe]:
    """Frequencies of a geometric series base^(-j / count), each of which stands once, or once for each axis."""
    speed = np.abs(smooth).max(0)[used]
    # Pairs of one frequency follow each other, once sorted, without a step.
    order = np.argsort(-speed)
    rank = np.concatenate(([0], np.cumsum(np.diff(np.log(speed[order])) < -1e-2)))
    count = int(rank[-1]) + 1
    own, theirs = np.log(speed[order]), np.log(np.abs(ratio * speed)[order])
    if count < 3:
        return
    bases = []
    for logarithms in (own, theirs):
        # Fast pairs are measured more exactly than slow ones.
        slope, start = np.polyfit(rank, logarithms, 1, w=speed[order])
        if np.abs(slope * rank + start - logarithms).max() > 1e-2:
            return
        bases.append(_rounded(math.exp(-slope * count)))
    have, want = bases
    exponents = np.zeros(smooth.shape[1])
    exponents[np.flatnonzero(used)[order]] = rank / count
    text = f"{trial.name} rotates with the base {have:.6g}: with the base {want:.6g} the module agrees"
    yield text, _with_angles(trial, slots, kind, smooth * (have / want) ** exponents)


def _turned_slots(trial: Trial) -> dict[str, str]:
    """Each output's slot with that of the input that it is made from; empty when the module is of another kind."""
    vectors = {slot: array for slot, array in trial.inputs.items() if array.ndim >= 3 and array.dtype.kind == "f"}
    waiting = list(vectors.items())
    found: dict[str, str] = {}
    for slot, array in trial.truth.items():
        same = next((given for given, other in waiting if other.shape == array.shape), None)
        if same is None or array.shape[-1] % 2:
            return {}
        after, before = (np.linalg.norm(one.astype(np.float64), axis=-1) for one in (array, vectors[same]))
        if not np.allclose(after, before, rtol=1e-4):
            return {}
        waiting = [(given, other) for given, other in waiting if given != same]
        found[slot] = same
    return found


def _own_angles(trial: Trial, slots: dict[str, str], kind: str) -> Array | None:
    """[positions, pairs]; None when the port turns no pairs of this kind."""
    output, given = next(iter(slots.items()))
    shape = trial.inputs[given].shape
    first, second = _pairs(kind, shape[-1])
    unit = np.zeros(shape, dtype=trial.inputs[given].dtype)
    unit[..., first] = 1
    try:
        result = trial.results(dict.fromkeys(slots.values(), unit))[output].astype(np.float64)
    except Exception:
        return None
    cosine, sine = result[..., first], result[..., second]
    if result.shape != shape or not np.allclose(cosine**2 + sine**2, 1, atol=1e-4):
        return None
    angles = np.arctan2(sine, cosine).reshape(-1, *cosine.shape[-2:])
    return angles[0] if np.allclose(angles, angles[:1], atol=1e-5) else None


def _their_angles(trial: Trial, slots: dict[str, str], kind: str) -> Array | None:
    """[positions, pairs], from the reference's inputs and outputs; None when it turns no pairs of this kind."""
    output, given = next(iter(slots.items()))
    x, y = (array.astype(np.float64) for array in (trial.inputs[given], trial.truth[output]))
    first, second = _pairs(kind, x.shape[-1])
    dot = x[..., first] * y[..., first] + x[..., second] * y[..., second]
    cross = x[..., first] * y[..., second] - x[..., second] * y[..., first]
    leading = tuple(range(x.ndim - 2))
    angles = np.arctan2(cross.sum(leading), dot.sum(leading))
    return angles if np.allclose(_turn(x, kind, angles), y, atol=1e-3 * float(np.abs(y).max())) else None


def _turn(x: Array, kind: str, angles: Array) -> Array:
    first, second = _pairs(kind, x.shape[-1])
    turned = np.empty(x.shape)
    turned[..., first] = x[..., first] * np.cos(angles) - x[..., second] * np.sin(angles)
    turned[..., second] = x[..., first] * np.sin(angles) + x[..., second] * np.cos(angles)
    return turned


def _unwrapped(angles: Array) -> Array | None:
    """Angles without full turns left out, for positions in a row or in the rows of a square grid."""
    count = angles.shape[0]
    row = np.unwrap(angles, axis=0)
    if count > 1 and np.allclose(row, np.arange(count)[:, None] * row[1], atol=1e-3):
        return row
    side = math.isqrt(count)
    if side < 2 or side * side != count:
        return None
    grid = np.unwrap(np.unwrap(angles.reshape(side, side, -1), axis=1), axis=0)
    steps = np.arange(side)
    plane = steps[:, None, None] * grid[1, 0] + steps[None, :, None] * grid[0, 1]
    return grid.reshape(count, -1) if np.allclose(grid, plane, atol=1e-3) else None


def _with_angles(trial: Trial, slots: dict[str, str], kind: str, angles: Array) -> Any:
    """While open, the module's results are what turning by these angles gives."""

    def results(*_: Any, **__: Any) -> Any:
        turned = [_turn(trial.inputs[given].astype(np.float64), kind, angles) for given in slots.values()]
        tensors = [trial.backend.from_numpy(array.astype(np.float32)) for array in turned]
        return tensors[0] if list(slots) == ["0"] else tuple(tensors)

    return with_forward(trial.module, lambda _: results)


def _plain(value: float) -> float:
    """The simple fraction that a measured number stands for, or the number."""
    near = float(Fraction(value).limit_denominator(128))
    return near if abs(near - value) < 1e-5 * abs(value) else value


def _rounded(value: float) -> float:
    """The round number that a measured base stands for, or the number."""
    near = float(f"{value:.3g}")
    return near if abs(near - value) < 2e-3 * value else value
