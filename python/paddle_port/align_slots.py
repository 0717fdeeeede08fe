"""Takes the arguments and results of a module call apart into named slots, and puts arguments together again.

A slot is a path: positions and names joined by dots, such as `0`, `1.0`, `attention_mask`, `0.last_hidden_state`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Leaf = Callable[[Any], bool]
"""Tells whether a value is a tensor of the framework at hand."""


class CannotRestore(Exception):
    """An argument of the recorded call has no form that another process can rebuild."""


@dataclasses.dataclass
class Slots:
    """The tensors of a call by slot, in order, and everything else as JSON."""

    tensors: dict[str, Any] = dataclasses.field(default_factory=dict)
    others: dict[str, Any] = dataclasses.field(default_factory=dict)


def arguments(is_tensor: Leaf, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Slots:
    """Take the arguments of a call apart; positional ones have numbers, keywords their names."""
    slots = Slots()
    for position, value in enumerate(args):
        _walk(is_tensor, str(position), value, slots)
    for name, value in kwargs.items():
        _walk(is_tensor, _escape(name), value, slots)
    return slots


def results(is_tensor: Leaf, value: Any) -> Slots:
    """Take a result apart: a single tensor is slot `0`, a tuple's are `0`, `1` …, a mapping's its keys."""
    slots = Slots()
    if not is_tensor(value) and (isinstance(value, (tuple, list, Mapping)) or _is_record(value)):
        for name, part in _parts(value):
            _walk(is_tensor, name, part, slots)
    else:
        _walk(is_tensor, "0", value, slots)
    return slots


def restore(
    tensors: Mapping[str, Any], others: Mapping[str, Any], special: Callable[[str, str], Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Put recorded arguments together again.

    `special(type, name)` returns a dtype or device of the framework at hand.
    Raises CannotRestore when an argument was an object that only its own process knows.
    """
    tops: dict[str, None] = {}
    for slot in (*tensors, *others):
        tops[slot.split(".")[0]] = None
    positional = sorted((top for top in tops if top.isdigit()), key=int)
    args = [_build(slot, tensors, others, special) for slot in positional]
    named = [top for top in tops if not top.isdigit()]
    return args, {_unescape(slot): _build(slot, tensors, others, special) for slot in named}


def _walk(is_tensor: Leaf, slot: str, value: Any, slots: Slots) -> None:
    if is_tensor(value):
        slots.tensors[slot] = value
    elif isinstance(value, float) and not math.isfinite(value):
        slots.others[slot] = {"$type": "float", "value": str(value)}
    elif value is None or isinstance(value, (bool, int, float, str)):
        slots.others[slot] = value
    elif isinstance(value, (tuple, list, Mapping)) or _is_record(value):
        slots.others[slot] = _container(value)
        for name, part in _parts(value):
            _walk(is_tensor, f"{slot}.{name}", part, slots)
    else:
        slots.others[slot] = _opaque(value)


def _container(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {"$type": "dict", "keys": list(value)}
        return _opaque(value)
    if isinstance(value, (tuple, list)):
        return {"$type": "list" if isinstance(value, list) else "tuple", "length": len(value)}
    return _opaque(value)


def _opaque(value: Any) -> dict[str, Any]:
    kind = type(value)
    if kind.__name__ in ("dtype", "DataType", "VarType"):
        return {"$type": "dtype", "name": str(value).rsplit(".", 1)[-1].lower()}
    if kind.__name__ in ("device", "Place", "CPUPlace", "CUDAPlace"):
        return {"$type": "device", "name": str(value)}
    return {"$type": "object", "name": f"{kind.__module__}.{kind.__qualname__}"}


def _is_record(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield _escape(str(key)), part
    elif isinstance(value, (tuple, list)):
        for position, part in enumerate(value):
            yield str(position), part
    else:
        for field in dataclasses.fields(value):
            yield _escape(field.name), getattr(value, field.name)


def _build(slot: str, tensors: Mapping[str, Any], others: Mapping[str, Any], special: Callable[[str, str], Any]) -> Any:
    if slot in tensors:
        return tensors[slot]
    value = others[slot]
    if not (isinstance(value, dict) and "$type" in value):
        return value
    kind = value["$type"]
    if kind == "float":
        return float(value["value"])
    if kind == "dict":
        return {key: _build(f"{slot}.{_escape(key)}", tensors, others, special) for key in value["keys"]}
    if kind in ("list", "tuple"):
        items = [_build(f"{slot}.{position}", tensors, others, special) for position in range(value["length"])]
        return items if kind == "list" else tuple(items)
    if kind in ("dtype", "device"):
        return special(kind, value["name"])
    raise CannotRestore(f"argument {slot} is a {value['name']}")


def _escape(name: str) -> str:
    return name.replace("%", "%25").replace(".", "%2E")


def _unescape(name: str) -> str:
    return name.replace("%2E", ".").replace("%25", "%")
