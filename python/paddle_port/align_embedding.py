"""What can be wrong with an embedding's padding row: the port returns zeros for it, or its stored row was zeroed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from .align_changes import Probe, with_forward
from .align_tensors import Array
from .align_trial import Trial


def embedding_probes(trial: Trial) -> Iterator[Probe]:
    """Probes for a module with one weight [rows, width] that is looked up by integers; nothing for any other."""
    backend, module, name = trial.backend, trial.module, trial.name
    if backend.parameters(module) != ["weight"] or len(trial.inputs) != 1 or len(trial.truth) != 1:
        return
    (ids,), (truth,) = trial.inputs.values(), trial.truth.values()
    weight = backend.to_numpy(module.weight)
    if ids.dtype.kind != "i" or weight.ndim != 2 or truth.shape != (*ids.shape, weight.shape[1]):
        return
    padding = getattr(module, "_padding_idx", getattr(module, "padding_idx", None))
    stored = (
        f"{name} returns zeros for its padding row {padding}, where the reference returns the stored row: "
        "with the stored row the module agrees"
    )
    yield stored, _with_table(trial, weight)
    zeroed = weight.copy()
    if padding is not None:
        zeroed[padding] = 0
        text = (
            f"{name} returns the stored row {padding} for padding, where the reference returns zeros: "
            "with zeros the module agrees"
        )
        yield text, _with_table(trial, zeroed)
    # A row that was merged elsewhere may differ in its last bits.
    apart = np.linalg.norm(weight[ids] - truth, axis=-1) > 1e-4 * np.linalg.norm(truth, axis=-1)
    different = np.unique(ids[apart])
    if different.size == 1:
        row = int(different[0])
        patched = weight.copy()
        patched[row] = truth[ids == row][0]
        which = f"padding row {row}" if row == padding else f"row {row}"
        what = f"{which} of {name}.weight"
        text = f"{what} is zero in the port and not in the reference: with the reference's row the module agrees"
        if weight[row].any():
            text = f"{what} differs from the reference's: with the reference's row the module agrees"
        yield text, _with_table(trial, patched)


def _with_table(trial: Trial, table: Array) -> contextlib.AbstractContextManager[Any]:
    def lookup(ids: Any) -> Any:
        return trial.backend.from_numpy(table[trial.backend.to_numpy(ids)])

    return with_forward(trial.module, lambda _: lookup)
