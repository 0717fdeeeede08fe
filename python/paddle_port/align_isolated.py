"""Runs the port's modules one by one on the reference's recorded inputs, so that errors do not add up."""

from __future__ import annotations

import json
import os
from typing import Any

from . import align_bind, align_slots
from .align_backend import Backend
from .align_tensors import TensorFile, TensorStore
from .align_trace import Call, store_tensors
from .protocol import describe, progress


class Reference:
    """A reference capture on disk."""

    def __init__(self, folder: str) -> None:
        with open(os.path.join(folder, "capture.json"), encoding="utf-8") as file:
            self.manifest: dict[str, Any] = json.load(file)
        self.tensors = TensorFile(os.path.join(folder, "activations.safetensors"))

    def arguments(self, backend: Backend, call: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Put the arguments of a call together. Raises CannotRestore."""
        live = {part["slot"]: backend.from_numpy(self.tensors.read(part["key"])) for part in call["inputs"]}
        return align_slots.restore(live, call["otherInputs"], backend.special)


def call_module(module: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Call a module with the reference's arguments.

    A framework's own layer may name its arguments otherwise (`input` and `x`); a call that fails on the names is
    repeated with all of them by position.
    """
    try:
        return module(*args, **kwargs)
    except TypeError:
        if not kwargs:
            raise
        return module(*args, *kwargs.values())


def replay(
    backend: Backend, model: Any, reference: Reference, mapping: dict[str, str], store: TensorStore, live: list[Call]
) -> list[dict[str, Any]]:
    """Run each recorded call on the port, whose own calls are `live`. Returns the outputs, or why it failed."""
    modules = dict(backend.modules(model))
    by_value = reference.manifest["framework"] == "onnx"
    recorded = reference.manifest["calls"]
    found = []
    for done, call in enumerate(recorded):
        path = mapping.get(call["module"], call["module"])
        entry: dict[str, Any] = {"reference": call["module"], "module": path, "occurrence": call["occurrence"]}
        entry["outputs"] = []
        if path not in modules:
            entry["error"] = "the port has no such module"
        else:
            try:
                if by_value:
                    call = align_bind.bind(call, [own for own in live if own.module == path])
                    entry["bound"] = {
                        "tensors": {part["slot"]: part["key"] for part in call["inputs"]},
                        "others": call["otherInputs"],
                    }
                args, kwargs = reference.arguments(backend, call)
                with backend.no_grad():
                    result = call_module(modules[path], args, kwargs)
                entry["outputs"] = store_tensors(backend, store, align_slots.results(backend.is_tensor, result))
            except align_slots.CannotRestore as error:
                entry["error"] = str(error)
            except Exception as error:
                entry["error"] = describe(error)
        found.append(entry)
        progress(stage="isolated", module=path or "the model", done=done + 1, total=len(recorded))
    return found
