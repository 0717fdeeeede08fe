"""Records every call of every module of a model, arguments and results, in the order in which they happen."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import align_slots
from .align_backend import Backend
from .align_tensors import TensorStore
from .protocol import progress


@dataclass
class Call:
    """One call, with its tensors as they are described in capture.json."""

    module: str
    cls: str
    occurrence: int
    began: int
    order: int = -1
    inputs: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[dict[str, Any]] = field(default_factory=list)
    others: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "order": self.order,
            "began": self.began,
            "module": self.module,
            "class": self.cls,
            "occurrence": self.occurrence,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "otherInputs": self.others,
        }


def class_name(module: Any) -> str:
    kind = type(module)
    return f"{kind.__module__}.{kind.__qualname__}"


def carrier(path: str) -> str:
    """Return the module whose weight a module is a part of: PyTorch's parametrizations lie below it."""
    return f".{path}".split(".parametrizations.")[0][1:]


def store_tensors(backend: Backend, store: TensorStore, slots: align_slots.Slots) -> list[dict[str, Any]]:
    """Store the tensors of these slots and describe them."""
    described = []
    for slot, tensor in slots.tensors.items():
        array = backend.to_numpy(tensor)
        described.append({"key": store.add(array), "slot": slot, "shape": list(array.shape), "dtype": array.dtype.name})
    return described


@contextlib.contextmanager
def wrapped(modules: list[tuple[str, Any]], around: Callable[[str, Any, Any, Any, Any], Any]) -> Iterator[None]:
    """While open, each module's forward goes through `around(path, module, forward, args, kwargs)`.

    The instance's `forward` is replaced rather than a hook registered: hooks do not see keyword arguments on every
    version of Paddle, and a module whose forward is called directly would escape them.
    """
    undo: list[Callable[[], Any]] = []
    try:
        for path, module in modules:
            own = vars(module).get("forward")
            # What somebody has put on the instance before is put back; else the class's own forward shows again.
            undo.append(
                functools.partial(vars(module).pop, "forward", None)
                if own is None
                else functools.partial(object.__setattr__, module, "forward", own)
            )
            call = functools.partial(_enter, around, path, module, module.forward)
            object.__setattr__(module, "forward", call)
        yield
    finally:
        for action in undo:
            action()


def _enter(around: Any, path: str, module: Any, forward: Any, /, *args: Any, **kwargs: Any) -> Any:
    return around(path, module, forward, args, kwargs)


def record(
    backend: Backend, model: Any, store: TensorStore, args: list[Any], kwargs: dict[str, Any]
) -> tuple[list[Call], list[dict[str, Any]]]:
    """Run the model once and record the calls of its layers. Returns them in the order of their ends, and outputs."""
    # What a parametrization computes is a weight and no activation: `computed_weights` keeps it.
    modules = [(path, module) for path, module in backend.modules(model) if carrier(path) == path]
    begun: dict[str, int] = {}
    calls: list[Call] = []
    count = 0

    def around(path: str, module: Any, forward: Any, args: Any, kwargs: Any) -> Any:
        nonlocal count
        call = Call(path, class_name(module), begun.get(path, 0), count)
        begun[path] = call.occurrence + 1
        count += 1
        given = align_slots.arguments(backend.is_tensor, args, kwargs)
        # The inputs are copied before the call, since the module may write into them.
        call.inputs = store_tensors(backend, store, given)
        call.others = given.others
        result = forward(*args, **kwargs)
        call.outputs = store_tensors(backend, store, align_slots.results(backend.is_tensor, result))
        call.order = len(calls)
        calls.append(call)
        progress(stage="forward", module=path or "the model", done=len(calls), total=len(modules))
        return result

    with backend.no_grad(), wrapped(modules, around):
        result = model(*args, **kwargs)
    return calls, store_tensors(backend, store, align_slots.results(backend.is_tensor, result))


def computed_weights(backend: Backend, model: Any, store: TensorStore) -> list[dict[str, Any]]:
    """Store the weights that PyTorch's parametrizations compute (LoRA), with what is stored of them."""
    found = []
    for path, module in backend.modules(model):
        owner, _, own = f".{path}".rpartition(".parametrizations.")
        if owner == f".{path}" or own == "" or "." in own or not hasattr(module, "original"):
            continue
        with backend.no_grad():
            slots = align_slots.Slots({"stored": module.original, "computed": module()}, {})
        stored, computed = store_tensors(backend, store, slots)
        found.append({"weight": f"{owner}.{own}".lstrip("."), "stored": stored, "computed": computed})
    return found


def run_only(
    backend: Backend, model: Any, store: TensorStore, args: list[Any], kwargs: dict[str, Any]
) -> list[dict[str, Any]]:
    """Run the model once and record its outputs alone."""
    with backend.no_grad():
        result = model(*args, **kwargs)
    return store_tensors(backend, store, align_slots.results(backend.is_tensor, result))
