"""Measures whether results depend on the parameters that no layer of the framework is known to use.

A layer whose weight another module hands to a functional is never called, so it has no result of its own. What the
nearest module around it returns can stand for it only if that result depends on it; and a module's own parameter may
be one that its forward leaves alone. So each of these parameters is replaced by a slightly different one, and the
module is run again on the inputs it had.
"""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from . import align_slots
from .align_backend import Backend
from .align_noise import relative_l2
from .align_tensors import Array, TensorStore
from .align_trace import Call, carrier
from .protocol import describe, progress

CHANGE = 0.01
"""The size of a change, relative to the parameter's root mean square."""

CLEAR = 1e-4
"""An effect from which on no further call of a module is tried."""

CALLS = 8
"""At most so many calls of one module are tried: a cell of a recurrent network may be called thousands of times."""


def compared_with(isolated_from: str, mapping: dict[str, str]) -> set[str]:
    """Return the paths of the port's modules that a call of the reference is compared with."""
    with open(f"{isolated_from}/capture.json", encoding="utf-8") as file:
        calls = json.load(file)["calls"]
    return {mapping.get(call["module"], call["module"]) for call in calls if call["outputs"]}


def measure(
    backend: Backend, model: Any, store: TensorStore, calls: list[Call], seed: int, comparable: set[str] | None
) -> dict[str, Any]:
    """Change each parameter of the model's own classes and of modules without a result, and see what then comes out.

    `comparable` are the modules whose results count, those with a result where it is None.
    """
    by_module: dict[str, list[Call]] = {}
    for call in calls:
        if call.outputs and (comparable is None or call.module in comparable):
            by_module.setdefault(call.module, []).append(call)
    modules = dict(backend.modules(model))
    holders = [
        (path, names)
        for path, module in modules.items()
        if (names := backend.parameters(module)) and not _is_plain(backend, path, module, by_module)
    ]
    random = np.random.default_rng(seed)
    found = []
    for done, (path, names) in enumerate(holders):
        around = [each for each in (carrier(path), *_ancestors(carrier(path))) if each in by_module]
        for name in names:
            entry: dict[str, Any] = {"parameter": f"{path}.{name}" if path else name, "effects": {}}
            try:
                _try_parameter(
                    backend, modules, store, (path, name), [by_module[each] for each in around], random, entry
                )
            except Exception as error:
                entry["error"] = describe(error)
            found.append(entry)
        progress(stage="dependence", module=path or "the model", done=done + 1, total=len(holders))
    return {"change": CHANGE, "parameters": found}


def _is_plain(backend: Backend, path: str, module: Any, by_module: dict[str, list[Call]]) -> bool:
    """Tell whether a module is a layer of the framework with a result, or a part of its weight: nothing to find out."""
    whole = carrier(path)
    if whole not in by_module:
        return False
    return whole != path or type(module).__module__.split(".")[0] == backend.name


def _ancestors(path: str) -> list[str]:
    """Return the paths of the modules around this one, the nearest first."""
    parts = path.split(".") if path else []
    return [".".join(parts[:length]) for length in range(len(parts) - 1, -1, -1)]


def _try_parameter(
    backend: Backend,
    modules: dict[str, Any],
    store: TensorStore,
    parameter: tuple[str, str],
    around: list[list[Call]],
    random: np.random.Generator,
    entry: dict[str, Any],
) -> None:
    """Note the greatest effect that the parameter has on a call of the nearest module that can be run again."""
    path, name = parameter
    value = backend.to_numpy(modules[path]._parameters[name])
    if value.dtype.kind != "f":
        entry["error"] = f"its dtype is {value.dtype.name}"
        return
    # In place and in float32: a vocabulary's embedding takes gigabytes.
    changed = random.standard_normal(value.shape, dtype=np.float32)
    changed *= CHANGE * (float(np.linalg.norm(value)) / max(value.size, 1) ** 0.5 or 1.0)
    changed += value
    for calls in around:
        reasons: list[str] = []
        for call in calls[:CALLS]:
            try:
                args, kwargs = _arguments(backend, store, call)
            except align_slots.CannotRestore as error:
                reasons.append(str(error))
                continue
            with backend.no_grad(), _replaced(backend, modules[path], name, changed):
                result = modules[call.module](*args, **kwargs)
            effects = _effects(backend, store, call, result)
            if "module" not in entry or max(effects.values(), default=0) > max(entry["effects"].values(), default=0):
                entry.update(module=call.module, occurrence=call.occurrence, effects=effects)
            if max(effects.values(), default=0) > CLEAR:
                return
        if "module" in entry:
            return
        entry["error"] = reasons[0]


def _arguments(backend: Backend, store: TensorStore, call: Call) -> tuple[list[Any], dict[str, Any]]:
    live = {part["slot"]: backend.from_numpy(store.read(part["key"])) for part in call.inputs}
    return align_slots.restore(live, call.others, backend.special)


def _effects(backend: Backend, store: TensorStore, call: Call, result: Any) -> dict[str, float]:
    """Return how far each output moved from what was recorded."""
    slots = align_slots.results(backend.is_tensor, result).tensors
    effects: dict[str, float] = {}
    for part in call.outputs:
        if part["slot"] in slots and part["dtype"].startswith("float"):
            effect = relative_l2(backend.to_numpy(slots[part["slot"]]), store.read(part["key"]))
            if effect is not None:
                effects[part["slot"]] = effect
    return effects


@contextlib.contextmanager
def _replaced(backend: Backend, module: Any, name: str, value: Array) -> Iterator[None]:
    """While open, the module holds another parameter under this name.

    It is replaced and not overwritten: what else shares its storage must not have the effect.
    """
    own = module._parameters[name]
    other = copy.deepcopy(own)
    backend.assign(other, value)
    module._parameters[name] = other
    try:
        yield
    finally:
        module._parameters[name] = own
