"""What can be wrong with an embedding's padding row: the port returns zeros for it, or its stored row was zeroed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from .align_backend import Backend
from .align_isolated import Reference
from .align_tensors import Array


def embedding_probes(
    backend: Backend, module: Any, name: str, reference: Reference, call: dict[str, Any]
) -> Iterator[tuple[str, contextlib.AbstractContextManager[Any]]]:
    """Probes for a module with one weight [rows, width] that is looked up by integers; nothing for any other."""
    if backend.parameters(module) != ["weight"] or len(call["inputs"]) != 1 or len(call["outputs"]) != 1:
        return
    ids = reference.tensors.read(call["inputs"][0]["key"])
    weight = backend.to_numpy(module.weight)
    truth = reference.tensors.read(call["outputs"][0]["key"])
    if ids.dtype.kind != "i" or weight.ndim != 2 or truth.shape != (*ids.shape, weight.shape[1]):
        return
    padding = getattr(module, "_padding_idx", getattr(module, "padding_idx", None))
    stored = (
        f"{name} returns zeros for its padding row {padding}, where the reference returns the stored row: "
        "with the stored row the module agrees"
    )
    yield stored, _with_table(backend, module, weight)
    zeroed = weight.copy()
    if padding is not None:
        zeroed[padding] = 0
        text = (
            f"{name} returns the stored row {padding} for padding, where the reference returns zeros: "
            "with zeros the module agrees"
        )
        yield text, _with_table(backend, module, zeroed)
    different = np.unique(ids[(weight[ids] != truth).any(axis=-1)])
    if different.size == 1:
        row = int(different[0])
        patched = weight.copy()
        patched[row] = truth[ids == row][0]
        kind = "is zero" if not weight[row].any() else "differs"
        text = (
            f"row {row} of {name}.weight {kind} in the port and not in the reference"
            f"{' (it is the padding row)' if row == padding else ''}: with the reference's row the module agrees"
        )
        yield text, _with_table(backend, module, patched)


@contextlib.contextmanager
def _with_table(backend: Backend, module: Any, table: Array) -> Iterator[None]:
    def lookup(ids: Any) -> Any:
        return backend.from_numpy(table[backend.to_numpy(ids)])

    object.__setattr__(module, "forward", lookup)
    try:
        yield
    finally:
        del module.forward
