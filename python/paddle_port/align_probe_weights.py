"""Probes of the values that a module holds: transposed, mixed up, merged in another way than the reference does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from .align_backend import Backend
from .align_changes import Probe, all_of, with_attribute, with_values
from .align_tensors import Array
from .align_trial import Trial

PAIR_LIMIT = 15


def weight_probes(trial: Trial) -> Iterator[Probe]:
    held = trial.held()
    for parameter, tensor in held.items():
        yield from _other_order(trial, parameter, tensor)
        yield from _merged(trial, parameter, tensor)
    yield from _exchanged(trial, held)
    yield from _scalars(trial, held)
    yield from _swapped_children(trial)
    yield from _siblings(trial)


def _other_order(trial: Trial, parameter: str, tensor: Any) -> Iterator[Probe]:
    backend, path = trial.backend, f"{trial.name}.{parameter}"
    values = backend.to_numpy(tensor)
    shape = values.shape
    if values.ndim == 2 and shape[0] == shape[1]:
        text = f"{path} is stored transposed: with its transpose the module agrees"
        yield text, with_values(backend, tensor, values, values.T)
    elif values.ndim == 2 and 1 not in shape:
        text = (
            f"{path} was reshaped where it had to be transposed: with the values read in the "
            "other order the module agrees"
        )
        yield text, with_values(backend, tensor, values, values.reshape(shape[::-1]).T)
    elif values.ndim == 4 and shape[2] == shape[3] > 1:
        text = f"{path} is stored with its last two axes exchanged: exchanged back the module agrees"
        yield text, with_values(backend, tensor, values, values.swapaxes(2, 3))
    elif values.ndim == 3 and shape[0] == 1:
        # One vector for each place of a square grid, perhaps after one for a class token.
        for before in (0, 1):
            side = math.isqrt(shape[1] - before)
            if side > 1 and side * side == shape[1] - before:
                grid = values[:, before:].reshape(1, side, side, -1).swapaxes(1, 2).reshape(1, side * side, -1)
                text = f"{path} is stored column by column: with its grid read row by row the module agrees"
                yield text, with_values(backend, tensor, values, np.concatenate((values[:, :before], grid), 1))


def _merged(trial: Trial, parameter: str, tensor: Any) -> Iterator[Probe]:
    """Where the reference computes the parameter (LoRA), its recording holds the stored and the computed tensor."""
    weight = ".".join(part for part in (trial.call["module"], parameter) if part)
    computed = [one for one in trial.reference.manifest.get("computedWeights", []) if one["weight"] == weight]
    if not computed:
        return
    read = trial.reference.tensors.read
    stored, merged = read(computed[0]["stored"]["key"]), read(computed[0]["computed"]["key"])
    values = trial.backend.to_numpy(tensor)
    for turned in (False, True):
        original, wanted = (stored.T, merged.T) if turned else (stored, merged)
        if wanted.shape != values.shape or original.shape != values.shape:
            continue
        said = _said_of_merge(f"{trial.name}.{parameter}", values - original, wanted - original)
        if said is not None:
            yield said, with_values(trial.backend, tensor, values, wanted)


def _said_of_merge(path: str, update: Array, wanted: Array) -> str | None:
    """What the port merges, beside what the reference merges; None where these have nothing to do with each other."""
    size = float(np.linalg.norm(wanted)) or 1.0
    times = float((update * wanted).sum()) / size**2
    if np.linalg.norm(update) < 1e-3 * size:
        return f"{path} holds the stored weight, whose low-rank update is not merged: merged, the module agrees"
    if np.linalg.norm(update - times * wanted) < 1e-3 * size:
        said = f"is merged with a low-rank update {times:.4g} times the reference's: merged as there, the module agrees"
        return f"{path} {said}"
    if update.shape == update.T.shape and np.linalg.norm(update - wanted.T) < 1e-3 * size:
        return f"{path} is merged with its low-rank update transposed: merged as in the reference, the module agrees"
    return None


def _exchanged(trial: Trial, held: dict[str, Any]) -> Iterator[Probe]:
    backend = trial.backend
    alike = [
        (one, other)
        for one, other in combinations(held, 2)
        if backend.shape(held[one]) == backend.shape(held[other]) and math.prod(backend.shape(held[one])) > 1
    ]
    for one, other in alike[:PAIR_LIMIT]:
        a, b = backend.to_numpy(held[one]), backend.to_numpy(held[other])
        text = f"{one} and {other} of {trial.name} are mixed up: exchanged, the module agrees"
        yield text, all_of([with_values(backend, held[one], a, b), with_values(backend, held[other], b, a)])


def _scalars(trial: Trial, held: dict[str, Any]) -> Iterator[Probe]:
    """A temperature or scale, which is often stored as its logarithm."""
    backend = trial.backend
    for parameter, tensor in held.items():
        values = backend.to_numpy(tensor)
        if values.size != 1:
            continue
        text = f"{trial.name} uses {parameter} as it is stored: with exp({parameter}) the module agrees"
        yield text, with_values(backend, tensor, values, np.exp(values))
        if values.min() > 0:
            text = f"{trial.name} uses exp({parameter}): with {parameter} as it is stored the module agrees"
            yield text, with_values(backend, tensor, values, np.log(values))


def _swapped_children(trial: Trial) -> Iterator[Probe]:
    children = trial.children()
    alike = [
        (a, b)
        for a, b in combinations(children, 2)
        if type(children[a]) is type(children[b])
        and trial.backend.parameters(children[a])
        and _shapes(trial.backend, children[a]) == _shapes(trial.backend, children[b])
    ]
    for a, b in alike[:PAIR_LIMIT]:
        one, other = children[a], children[b]
        text = f"{trial.name} uses {a} and {b} the wrong way round: swapped, the module agrees"
        yield text, all_of([with_attribute(trial.module, a, other), with_attribute(trial.module, b, one)])


def _siblings(trial: Trial) -> Iterator[Probe]:
    """The parameters of a module beside this one, where a plan has mixed up two names."""
    parent, _, own = trial.path.rpartition(".")
    backend, module = trial.backend, trial.module
    if not trial.path or parent not in trial.modules or not backend.parameters(module):
        return
    for other, sibling in trial.modules[parent].named_children():
        if sibling is module or type(sibling) is not type(module):
            continue
        if _shapes(backend, sibling) == _shapes(backend, module):
            # The module's own forward runs with the sibling's values, so that only the parameters are in question.
            text = (
                f"{trial.path} holds the parameters of another module: with those of {other} it agrees, "
                f"so {own} and {other} are mixed up"
            )
            pairs = [(getattr(module, name), getattr(sibling, name)) for name in backend.parameters(module)]
            yield (
                text,
                all_of([with_values(backend, a, backend.to_numpy(a), backend.to_numpy(b)) for a, b in pairs]),
            )


def _shapes(backend: Backend, module: Any) -> list[tuple[str, list[int]]]:
    return [(name, backend.shape(getattr(module, name))) for name in backend.parameters(module)]
