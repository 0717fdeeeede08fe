"""One call of one module of the port, repeated on the reference's inputs with something changed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import align_slots
from .align_backend import Backend
from .align_changes import all_of, with_attribute
from .align_isolated import Reference, call_module
from .align_noise import relative_l2
from .align_tensors import Array
from .align_trace import wrapped

Arrays = dict[str, Array]


class Trial:
    def __init__(
        self, backend: Backend, modules: dict[str, Any], path: str, reference: Reference, call: dict[str, Any]
    ) -> None:
        self.backend = backend
        self.modules = modules
        self.path = path
        self.name = path or "the model"
        self.module = modules[path]
        self.reference = reference
        self.call = call
        self.inputs: Arrays = {part["slot"]: reference.tensors.read(part["key"]) for part in call["inputs"]}
        self.truth: Arrays = {part["slot"]: reference.tensors.read(part["key"]) for part in call["outputs"]}

    def results(self, inputs: Arrays | None = None) -> Arrays:
        """Run the module, on other inputs where given, and return its tensors. Raises what the module raises."""
        given = self.inputs if inputs is None else {**self.inputs, **inputs}
        live = {slot: self.backend.from_numpy(array) for slot, array in given.items()}
        args, kwargs = align_slots.restore(live, self.call["otherInputs"], self.backend.special)
        with self.backend.no_grad():
            result = call_module(self.module, args, kwargs)
        found = align_slots.results(self.backend.is_tensor, result).tensors
        return {slot: self.backend.to_numpy(tensor) for slot, tensor in found.items()}

    def error(self, inputs: Arrays | None = None) -> float | None:
        """Return the worst relative L2 of the call's outputs; None when it fails or is not finite."""
        try:
            return self.distance(self.results(inputs))
        except Exception:
            return None

    def distance(self, found: Arrays) -> float | None:
        """Return the worst relative L2 of these outputs; None when one is missing or not finite."""
        worst = 0.0
        for slot, truth in self.truth.items():
            error = relative_l2(found[slot], truth) if slot in found else None
            if error is None:
                return None
            worst = max(worst, error)
        return worst

    def children(self) -> dict[str, Any]:
        return dict(self.module.named_children())

    def called(self) -> set[str]:
        """Paths of the modules inside this one, relative to it, whose forward takes part in the call."""
        inside = {
            path[len(self.path) + 1 if self.path else 0 :]: module
            for path, module in self.modules.items()
            if path != self.path and (not self.path or path.startswith(f"{self.path}."))
        }
        seen: set[str] = set()

        def note(path: str, _module: Any, forward: Callable[..., Any], args: Any, kwargs: Any) -> Any:
            seen.add(path)
            return forward(*args, **kwargs)

        with wrapped(list(inside.items()), note):
            self.results()
        return seen

    def held(self) -> dict[str, Any]:
        """The parameters that the module itself uses: its own, and those of modules inside that it never calls."""
        found = {name: getattr(self.module, name) for name in self.backend.parameters(self.module)}
        try:
            called = self.called()
        except Exception:
            return found
        for path, module in self.backend.modules(self.module):
            # A module around one that is called, such as a list of layers, is not called itself.
            if path and not any(other == path or other.startswith(f"{path}.") for other in called):
                for name in self.backend.parameters(module):
                    found[f"{path}.{name}"] = getattr(module, name)
        return found


def functional() -> Any:
    """The framework's module of functions; the one that is imported here."""
    for name in ("paddle.nn.functional", "torch.nn.functional"):
        if name in sys.modules:
            return sys.modules[name]
    return None


def functions_called(trial: Trial, space: Any, names: list[str]) -> list[str]:
    """Those of the framework's functions that the call comes to."""
    seen: dict[str, None] = {}

    def noting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def note(*args: Any, **kwargs: Any) -> Any:
            seen[name] = None
            return function(*args, **kwargs)

        return note

    with all_of([with_attribute(space, name, noting(name, getattr(space, name))) for name in names]):
        trial.error()
    return list(seen)
