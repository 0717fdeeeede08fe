"""Tries known causes on a module that diverges: each one alone, in place, undone before the next.

Every probe is a context manager that changes the module while it is open. What a probe restores is the cause.
"""

from __future__ import annotations

import contextlib
import functools
import types
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from . import align_slots
from .align_backend import Backend
from .align_embedding import embedding_probes
from .align_isolated import Reference, call_module
from .align_noise import relative_l2
from .align_tensors import Array
from .protocol import progress

Probe = tuple[str, contextlib.AbstractContextManager[Any]]

EPSILONS = (1e-12, 1e-8, 1e-7, 1e-6, 1e-5, 1e-3)
EPSILON_NAMES = ("_epsilon", "epsilon", "eps", "variance_epsilon")


def probe_all(backend: Backend, model: Any, request: dict[str, Any]) -> list[dict[str, Any]]:
    """Run all probes on the calls that the request names; errors are relative L2 against the reference."""
    reference = Reference(request["reference"])
    recorded = {(call["module"], call["occurrence"]): call for call in reference.manifest["calls"]}
    modules = dict(backend.modules(model))
    answers = []
    for done, wanted in enumerate(request["calls"]):
        # An ONNX reference has no arguments; the request then says how the port takes the values.
        call = wanted.get("call") or recorded[(wanted["reference"], wanted["occurrence"])]
        answer: dict[str, Any] = {"reference": wanted["reference"], "occurrence": wanted["occurrence"], "base": None}
        answer["tried"] = []
        if wanted["module"] in modules:
            module = modules[wanted["module"]]
            run = functools.partial(_error, backend, module, reference, call)
            answer["base"] = run()
            for text, change in _probes(backend, modules, wanted["module"], reference, call):
                with contextlib.suppress(Exception), change:
                    answer["tried"].append({"hypothesis": text, "error": run()})
        answers.append(answer)
        progress(stage="probe", module=wanted["module"], done=done + 1, total=len(request["calls"]))
    return answers


def _error(backend: Backend, module: Any, reference: Reference, call: dict[str, Any]) -> float | None:
    """Return the worst relative L2 of the call's outputs; None when it fails or is not finite."""
    try:
        args, kwargs = reference.arguments(backend, call)
        with backend.no_grad():
            result = call_module(module, args, kwargs)
    except Exception:
        return None
    found = align_slots.results(backend.is_tensor, result).tensors
    worst = 0.0
    for part in call["outputs"]:
        if part["slot"] not in found:
            return None
        error = relative_l2(backend.to_numpy(found[part["slot"]]), reference.tensors.read(part["key"]))
        if error is None:
            return None
        worst = max(worst, error)
    return worst


def _probes(
    backend: Backend, modules: dict[str, Any], path: str, reference: Reference, call: dict[str, Any]
) -> Iterator[Probe]:
    module = modules[path]
    name = path or "the model"
    yield from _transposed(backend, module, name)
    yield from _epsilons(module, name)
    yield from _gelus(module, name)
    yield from embedding_probes(backend, module, name, reference, call)
    yield from _swapped_children(backend, module, name)
    yield from _siblings(backend, modules, path)


def _transposed(backend: Backend, module: Any, name: str) -> Iterator[Probe]:
    for parameter in backend.parameters(module):
        tensor = getattr(module, parameter)
        values = backend.to_numpy(tensor)
        if values.ndim != 2:
            continue
        if values.shape[0] == values.shape[1]:
            text = f"{name}.{parameter} is stored transposed: with its transpose the module agrees"
            yield text, _with_values(backend, tensor, values, values.T)
        else:
            text = (
                f"{name}.{parameter} was reshaped where it had to be transposed: with the values read in the "
                "other order the module agrees"
            )
            yield text, _with_values(backend, tensor, values, values.reshape(values.shape[::-1]).T)


def _epsilons(module: Any, name: str) -> Iterator[Probe]:
    for attribute in EPSILON_NAMES:
        have = getattr(module, attribute, None)
        if not isinstance(have, float):
            continue
        for value in EPSILONS:
            if value != have:
                yield (
                    f"{name} uses the epsilon {have:g}; with {value:g} the module agrees",
                    _with_attribute(module, attribute, value),
                )


def _gelus(module: Any, name: str) -> Iterator[Probe]:
    functional = _functional(module)
    if functional is None or not hasattr(functional, "gelu"):
        return
    exact: Callable[..., Any] = functional.gelu
    for text, approximate in (("the erf form", False), ("the tanh form", True)):

        def form(x: Any, *_: Any, approximate: bool = approximate, **__: Any) -> Any:
            return exact(x, approximate=approximate)

        yield f"{name} uses another GELU; with {text} the module agrees", _with_gelu(module, functional, form)


def _swapped_children(backend: Backend, module: Any, name: str) -> Iterator[Probe]:
    children = _children(module)
    alike = [
        (a, b)
        for a, b in combinations(children, 2)
        if type(children[a]) is type(children[b])
        and backend.parameters(children[a])
        and _shapes(backend, children[a]) == _shapes(backend, children[b])
    ]
    for a, b in alike[:15]:
        yield f"{name} uses {a} and {b} the wrong way round: swapped, the module agrees", _swap(module, a, b)


def _siblings(backend: Backend, modules: dict[str, Any], path: str) -> Iterator[Probe]:
    """The parameters of a module beside this one, where a plan has mixed up two names."""
    parent, _, own = path.rpartition(".")
    module = modules[path]
    if not path or parent not in modules or not backend.parameters(module):
        return
    for other, sibling in _children(modules[parent]).items():
        if sibling is module or type(sibling) is not type(module):
            continue
        if _shapes(backend, sibling) == _shapes(backend, module):
            # The module's own forward runs with the sibling's values, so that only the parameters are in question.
            text = (
                f"{path} holds the parameters of another module: with those of {other} it agrees, "
                f"so {own} and {other} are mixed up"
            )
            yield text, _with_parameters_of(backend, module, sibling)


@contextlib.contextmanager
def _with_values(backend: Backend, tensor: Any, before: Array, after: Array) -> Iterator[None]:
    backend.assign(tensor, after)
    try:
        yield
    finally:
        backend.assign(tensor, before)


@contextlib.contextmanager
def _with_parameters_of(backend: Backend, module: Any, sibling: Any) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for name in backend.parameters(module):
            tensor = getattr(module, name)
            other = backend.to_numpy(getattr(sibling, name))
            stack.enter_context(_with_values(backend, tensor, backend.to_numpy(tensor), other))
        yield


@contextlib.contextmanager
def _with_attribute(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextlib.contextmanager
def _swap(module: Any, a: str, b: str) -> Iterator[None]:
    one, other = getattr(module, a), getattr(module, b)
    setattr(module, a, other)
    setattr(module, b, one)
    try:
        yield
    finally:
        setattr(module, a, one)
        setattr(module, b, other)


@contextlib.contextmanager
def _with_gelu(module: Any, functional: Any, form: Callable[..., Any]) -> Iterator[None]:
    """Replace every GELU that the module can reach: layers, the functional one, its attributes and its globals."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_with_attribute(functional, "gelu", form))
        for inner in (module, *_children(module).values()):
            if type(inner).__name__ == "GELU":
                stack.enter_context(_with_attribute(inner, "forward", form))
            for name, value in list(vars(inner).items()):
                if isinstance(value, (types.FunctionType, functools.partial)) and "gelu" in _function_name(value):
                    stack.enter_context(_with_attribute(inner, name, form))
            space = getattr(type(inner).forward, "__globals__", {})
            for name, value in list(space.items()):
                if isinstance(value, types.FunctionType) and "gelu" in value.__name__.lower():
                    stack.enter_context(_with_item(space, name, form))
        yield


@contextlib.contextmanager
def _with_item(space: dict[str, Any], name: str, value: Any) -> Iterator[None]:
    before = space[name]
    space[name] = value
    try:
        yield
    finally:
        space[name] = before


def _function_name(value: Any) -> str:
    return str(getattr(getattr(value, "func", value), "__name__", "")).lower()


def _functional(module: Any) -> Any:
    import sys

    for name in ("paddle.nn.functional", "torch.nn.functional"):
        if name in sys.modules:
            return sys.modules[name]
    return None


def _children(module: Any) -> dict[str, Any]:
    return dict(module.named_children())


def _shapes(backend: Backend, module: Any) -> list[tuple[str, list[int]]]:
    return [(name, backend.shape(getattr(module, name))) for name in backend.parameters(module)]
