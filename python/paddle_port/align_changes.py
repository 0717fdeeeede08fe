"""Changes of a module or a function that last as long as a `with` block."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from .align_backend import Backend
from .align_tensors import Array

Probe = tuple[str, contextlib.AbstractContextManager[Any]]
"""What is changed, as a sentence that says what it would mean, and the change."""


@contextlib.contextmanager
def with_values(backend: Backend, tensor: Any, before: Array, after: Array) -> Iterator[None]:
    backend.assign(tensor, after)
    try:
        yield
    finally:
        backend.assign(tensor, before)


@contextlib.contextmanager
def with_attribute(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextlib.contextmanager
def with_item(space: dict[str, Any], name: str, value: Any) -> Iterator[None]:
    before = space[name]
    space[name] = value
    try:
        yield
    finally:
        space[name] = before


@contextlib.contextmanager
def with_forward(module: Any, change: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
    """While open, the module's forward is what `change` makes of it."""
    own = vars(module).get("forward")
    object.__setattr__(module, "forward", change(module.forward))
    try:
        yield
    finally:
        if own is None:
            del module.forward
        else:
            object.__setattr__(module, "forward", own)


@contextlib.contextmanager
def all_of(changes: list[contextlib.AbstractContextManager[Any]]) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for change in changes:
            stack.enter_context(change)
        yield
