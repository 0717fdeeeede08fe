"""Probes of the functions that a module calls: epsilons, activations, biases, lengths of vectors."""

from __future__ import annotations

import contextlib
import functools
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .align_changes import Probe, all_of, with_attribute, with_item
from .align_trial import Trial, functional, functions_called

EPSILONS = (1e-12, 1e-8, 1e-7, 1e-6, 1e-5, 1e-3)
EPSILON_NAMES = ("_epsilon", "epsilon", "eps", "variance_epsilon")
CALL_LIMIT = 16
FRAMEWORKS = ("paddle", "torch")

Function = Callable[..., Any]


def function_probes(trial: Trial) -> Iterator[Probe]:
    yield from _epsilons(trial)
    yield from _lengths(trial)
    space = functional()
    if space is None:
        return
    yield from _gelus(trial, space)
    yield from _activations(trial, space)
    yield from _biases(trial, space)


def _epsilons(trial: Trial) -> Iterator[Probe]:
    for attribute in EPSILON_NAMES:
        have = getattr(trial.module, attribute, None)
        if not isinstance(have, float):
            continue
        for value in EPSILONS:
            if value != have:
                yield (
                    f"{trial.name} uses the epsilon {have:g}; with {value:g} the module agrees",
                    with_attribute(trial.module, attribute, value),
                )


def _gelus(trial: Trial, space: Any) -> Iterator[Probe]:
    exact: Function = space.gelu
    for text, approximate in (("the erf form", False), ("the tanh form", True)):
        # The caller's own wish for a form is not heard.
        form = functools.partial(_gelu_form, exact, approximate)
        own = _own_gelus(trial, form)
        if own or "gelu" in functions_called(trial, space, ["gelu"]):
            change = all_of([with_attribute(space, "gelu", form), *own])
            yield f"{trial.name} uses another GELU; with {text} the module agrees", change


def _gelu_form(exact: Function, form: bool, x: Any, /, *_: Any, **__: Any) -> Any:
    return exact(x, approximate=form)


def _own_gelus(trial: Trial, form: Function) -> list[contextlib.AbstractContextManager[Any]]:
    """Changes of every other GELU that the module can reach: in its attributes and in its globals."""
    changes: list[contextlib.AbstractContextManager[Any]] = []
    for inner in (trial.module, *trial.children().values()):
        for name, value in list(vars(inner).items()):
            if isinstance(value, (types.FunctionType, functools.partial)) and "gelu" in _function_name(value):
                changes.append(with_attribute(inner, name, form))
        names = getattr(type(inner).forward, "__globals__", {})
        if str(names.get("__name__", "")).split(".")[0] in FRAMEWORKS:
            continue
        for name, value in list(names.items()):
            if isinstance(value, types.FunctionType) and "gelu" in value.__name__.lower():
                changes.append(with_item(names, name, form))
    return changes


def _activations(trial: Trial, space: Any) -> Iterator[Probe]:
    """Another activation in place of each one that is called."""
    real: dict[str, Function] = {
        name: getattr(space, name)
        for name in ("relu", "gelu", "silu", "sigmoid", "tanh", "swish", "hardswish", "relu6", "elu", "mish")
        if hasattr(space, name)
    }
    alternatives: dict[str, Function] = {name: real[name] for name in ("relu", "gelu", "silu", "sigmoid", "tanh")}
    alternatives["x * sigmoid(1.702 x)"] = lambda x: x * real["sigmoid"](1.702 * x)
    for name in functions_called(trial, space, list(real)):
        for other, function in alternatives.items():
            if other in (name, "silu" if name == "swish" else None):
                continue
            text = f"{trial.name} uses {name}; with {other} the module agrees"
            yield text, with_attribute(space, name, functools.partial(_of_first, function))


def _of_first(function: Function, x: Any, *_: Any, **__: Any) -> Any:
    return function(x)


def _biases(trial: Trial, space: Any) -> Iterator[Probe]:
    """Each call of `linear` with a weight that the module itself uses, without its bias or with one it holds."""
    held = trial.held()
    names = {id(tensor): name for name, tensor in held.items()}
    vectors = {name: tensor for name, tensor in held.items() if len(trial.backend.shape(tensor)) == 1}
    linear: Function = space.linear
    calls: list[tuple[str, str | None, bool]] = []

    def note(x: Any, weight: Any, bias: Any = None, *rest: Any, **others: Any) -> Any:
        calls.append((names.get(id(weight), ""), names.get(id(bias)), bias is not None))
        return linear(x, weight, bias, *rest, **others)

    with with_attribute(space, "linear", note):
        trial.error()
    for at, (weight, bias, has_bias) in enumerate(calls[:CALL_LIMIT]):
        if not weight:
            continue
        if has_bias:
            text = f"{trial.name} adds {bias or 'a bias'} to what {weight} gives: without the bias the module agrees"
            yield text, with_attribute(space, "linear", _with_bias_at(linear, at, None))
            continue
        for name, tensor in vectors.items():
            text = f"{name} of {trial.name} is not added to what {weight} gives: with it the module agrees"
            yield text, with_attribute(space, "linear", _with_bias_at(linear, at, tensor))


def _with_bias_at(linear: Function, wanted: int, given: Any) -> Function:
    """`linear`, whose call of this number has another bias."""
    count = 0

    def changed(x: Any, weight: Any, bias: Any = None, *rest: Any, **others: Any) -> Any:
        nonlocal count
        at, count = count, count + 1
        return linear(x, weight, given if at == wanted else bias, *rest, **others)

    return changed


def _lengths(trial: Trial) -> Iterator[Probe]:
    """Vectors that the module's own functions return, scaled to length 1."""
    seen: set[tuple[int, str]] = set()
    for kind in type(trial.module).__mro__:
        if kind.__module__.split(".")[0] in (*FRAMEWORKS, "builtins"):
            continue
        for method in vars(kind).values():
            if not isinstance(method, types.FunctionType):
                continue
            space = method.__globals__
            for name in method.__code__.co_names:
                function = space.get(name)
                if not isinstance(function, types.FunctionType) or (id(space), name) in seen:
                    continue
                seen.add((id(space), name))
                what = f"uses what {name} returns without scaling it to unit length: scaled, the module agrees"
                yield f"{trial.name} {what}", with_item(space, name, functools.partial(_unit, trial, function))


def _unit(trial: Trial, function: Function, *args: Any, **kwargs: Any) -> Any:
    result = function(*args, **kwargs)
    if not trial.backend.is_tensor(result) or len(trial.backend.shape(result)) < 2:
        return result
    array = trial.backend.to_numpy(result)
    length = np.linalg.norm(array.astype(np.float64), axis=-1, keepdims=True)
    return trial.backend.from_numpy((array / np.maximum(length, 1e-12)).astype(array.dtype))


def _function_name(value: Any) -> str:
    return str(getattr(getattr(value, "func", value), "__name__", "")).lower()
