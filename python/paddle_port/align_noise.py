"""Measures how far the reference is from itself: the floor below which a difference says nothing.

Two ways, and the greater of them counts: the same module in float64 (its float32 result against the nearly exact one),
and a second float32 run with other kernels and another number of threads, where the framework offers them.
`isolated` feeds each call with the recorded float32 inputs, `propagated` lets the errors of the whole model add up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import align_slots
from .align_backend import Backend
from .align_tensors import Array, TensorStore
from .align_trace import Call, wrapped
from .protocol import describe, progress


def relative_l2(value: Array, truth: Array) -> float | None:
    """Return |value - truth| / |truth|; None when either is not finite or the shapes differ."""
    if value.shape != truth.shape:
        return None
    value, truth = value.astype(np.float64), truth.astype(np.float64)
    finite = np.isfinite(truth)
    # Infinities that agree, such as those of a mask, carry no noise; all else that is not finite is no measurement.
    if not np.array_equal(value[~finite], truth[~finite]):
        return None
    difference = float(np.linalg.norm(value[finite] - truth[finite]))
    if difference == 0.0:
        return 0.0
    scale = float(np.linalg.norm(truth[finite]))
    ratio = difference / scale if scale > 0.0 else float("inf")
    return ratio if np.isfinite(ratio) else None


def measure(
    backend: Backend,
    model: Any,
    store: TensorStore,
    calls: list[Call],
    outputs: list[dict[str, Any]],
    make_arguments: Callable[[], tuple[list[Any], dict[str, Any]]],
    threads: int,
) -> list[str]:
    """Add `noise` to every output of the calls and of the model. Returns the methods that were used, in words."""
    methods: list[str] = []
    other_threads = 1 if threads > 1 else 2
    trials: list[tuple[str, Callable[[], Any], Any, bool]] = [
        ("the same modules in float64", lambda: backend.double(model), None, True),
        (
            f"a second float32 run with {other_threads} threads and without the default CPU kernels",
            lambda: model,
            backend.second_kernel(other_threads),
            False,
        ),
    ]
    for text, twin_of, context, wide in trials:
        try:
            twin = twin_of()
            if context is None:
                _trial(backend, twin, store, calls, outputs, make_arguments, wide)
            else:
                with context:
                    _trial(backend, twin, store, calls, outputs, make_arguments, wide)
            methods.append(text)
        except Exception as error:  # A model may insist on float32; the other way then stands alone.
            methods.append(f"not: {text} ({describe(error)})")
    return methods


def _trial(
    backend: Backend,
    twin: Any,
    store: TensorStore,
    calls: list[Call],
    outputs: list[dict[str, Any]],
    make_arguments: Callable[[], tuple[list[Any], dict[str, Any]]],
    wide: bool,
) -> None:
    modules = backend.modules(twin)
    by_path = dict(modules)
    recorded = {(call.module, call.occurrence): call for call in calls}
    seen: dict[str, int] = {}

    def around(path: str, module: Any, forward: Any, args: Any, kwargs: Any) -> Any:
        occurrence = seen.get(path, 0)
        seen[path] = occurrence + 1
        result = forward(*args, **kwargs)
        call = recorded.get((path, occurrence))
        if call is not None:
            _note(backend, store, call.outputs, result, "propagated")
        return result

    args, kwargs = make_arguments()
    with backend.no_grad(), wrapped(modules, around):
        result = twin(*_cast(backend, args, wide), **_cast(backend, kwargs, wide))
    _note(backend, store, outputs, result, "propagated")
    for done, call in enumerate(calls):
        tensors = {part["slot"]: _widen(store.read(part["key"]), wide) for part in call.inputs}
        live = {slot: backend.from_numpy(array) for slot, array in tensors.items()}
        try:
            args, kwargs = align_slots.restore(live, call.others, backend.special)
        except align_slots.CannotRestore:
            continue
        with backend.no_grad():
            result = by_path[call.module](*args, **kwargs)
        _note(backend, store, call.outputs, result, "isolated")
        progress(stage="noise floor", module=call.module or "the model", done=done + 1, total=len(calls))


def _note(backend: Backend, store: TensorStore, described: list[dict[str, Any]], result: Any, kind: str) -> None:
    slots = align_slots.results(backend.is_tensor, result).tensors
    for part in described:
        if part["slot"] not in slots or not part["dtype"].startswith("float"):
            continue
        noise = relative_l2(store.read(part["key"]), backend.to_numpy(slots[part["slot"]]))
        if noise is not None:
            floor = part.setdefault("noise", {})
            floor[kind] = max(noise, floor.get(kind, 0.0))


def _widen(array: Array, wide: bool) -> Array:
    return array.astype(np.float64) if wide and array.dtype.kind == "f" else array


def _cast(backend: Backend, value: Any, wide: bool) -> Any:
    if backend.is_tensor(value):
        return backend.from_numpy(_widen(backend.to_numpy(value), wide))
    if isinstance(value, dict):
        return {key: _cast(backend, part, wide) for key, part in value.items()}
    if isinstance(value, list):
        return [_cast(backend, part, wide) for part in value]
    return value
