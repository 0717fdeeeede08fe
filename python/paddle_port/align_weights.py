"""Fills a model from a checkpoint, strictly: every entry of the state dict, and nothing left over unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

from .align_backend import Backend
from .align_tensors import Checkpoint
from .protocol import fail


def load(
    backend: Backend, model: Any, checkpoint: Checkpoint, path: str, ignore: Sequence[str], keep: Sequence[str]
) -> None:
    """Fill the model.

    `ignore` are patterns of tensors in the checkpoint that the model does not have; `keep` are patterns of entries of
    the model that the checkpoint does not have and that stay as they were built.
    """
    state = backend.state(model)
    present = set(checkpoint.names())
    unexpected = [name for name in present - set(state) if not _matches(name, ignore)]
    if unexpected:
        fail(
            f"{path} holds {_listed(unexpected)}, which the model does not have.",
            "If the model rightly does without, name it under `weights.ignore`, or drop it in the plan.",
        )
    filled = [name for name in state if name in present]
    for name in filled:
        have, want = checkpoint.shape(name), backend.shape(state[name])
        if have != want:
            hint = " The one is the other transposed." if len(want) == 2 and have == want[::-1] else ""
            fail(
                f"{path}: tensor {name} has the shape {have}, the model's parameter has {want}.{hint}",
                "Convert the checkpoint for this framework with `paddle-port convert`, or correct the factory's sizes.",
            )
    missing = [
        name
        for name, tensor in state.items()
        if name not in present
        and not _matches(name, keep)
        and not any(backend.same(tensor, state[other]) for other in filled)
    ]
    if missing:
        fail(
            f"{path} lacks {_listed(missing)}, which the model has.",
            "Complete the checkpoint, or name under `weights.keep` what rightly stays as the factory built it.",
        )
    for name in filled:
        backend.assign(state[name], checkpoint.read(name))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _listed(names: Sequence[str]) -> str:
    some = ", ".join(sorted(names)[:3])
    return f"the tensor {some}" if len(names) == 1 else f"{len(names)} tensors ({some}{' …' if len(names) > 3 else ''})"
