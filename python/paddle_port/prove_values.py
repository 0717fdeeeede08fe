"""Inputs of proof programs and their results as plain data, the same for both frameworks."""

from __future__ import annotations

import math
import zlib
from typing import Any

import numpy as np

_KINDS = {"f16": "float16", "f32": "float32", "f64": "float64", "i32": "int32", "i64": "int64", "bool": "bool"}


def make_array(name: str, spec: dict[str, Any]) -> np.ndarray[Any, Any]:
    """An array for an input: the same values for the same name and shape on every framework.

    `spec` has `dtype` (f32, i64 …), `shape`, and `below` (integers in [0, below)) or `positive`.
    """
    shape = tuple(spec["shape"])
    random = np.random.RandomState(zlib.crc32(f"{name}{shape}".encode()) & 0x7FFFFFFF)
    dtype = spec["dtype"]
    if spec.get("below") is not None:
        values: Any = random.randint(0, spec["below"], shape)
    elif dtype == "bool":
        values = random.randint(0, 2, shape)
    elif dtype in ("i32", "i64"):
        values = random.randint(1, 6, shape) if spec.get("positive") else random.randint(-4, 5, shape)
    else:
        values = random.standard_normal(shape)
        if spec.get("positive"):
            values = np.abs(values) + 0.25
    return np.asarray(values).astype(_KINDS[dtype])


def parameter_array(name: str, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """Values for a parameter in PyTorch's layout, fixed by its name and size: Paddle keeps some shapes flat."""
    size = int(np.prod(shape))
    random = np.random.RandomState(zlib.crc32(f"{name} {size}".encode()) & 0x7FFFFFFF)
    return np.asarray(random.standard_normal(size)).astype("float32").reshape(shape)


def _number(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    return value


def encode_array(array: np.ndarray[Any, Any]) -> list[Any]:
    """Flat JSON numbers; complex ones as pairs, infinities and NaN as text."""
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag], axis=-1)
    if array.dtype.kind == "f":
        array = array.astype("float64")
    return [_number(value) for value in array.ravel().tolist()]


def encode(value: Any, tensor: Any) -> Any:
    """A result as plain data. `tensor` encodes what is a tensor, dtype, device or layer of the framework, else None."""
    special = tensor(value)
    if special is not None:
        return special
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, np.generic):
        # Paddle 3.3 returns a subclass of int for the number of elements.
        return {"kind": "int" if isinstance(value, int) else "float", "value": _number(value + 0)}
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value)
        return {"kind": "array", "dtype": str(array.dtype), "shape": list(array.shape), "data": encode_array(array)}
    if isinstance(value, (tuple, list, set)):
        kind = "tuple" if isinstance(value, tuple) else type(value).__name__
        return {"kind": kind, "items": [encode(item, tensor) for item in value]}
    if isinstance(value, dict):
        return {"kind": "dict", "items": [[encode(k, tensor), encode(v, tensor)] for k, v in value.items()]}
    if hasattr(value, "__next__"):
        return {"kind": "iterator", "items": [encode(item, tensor) for item in value]}
    return {"kind": "object", "class": type(value).__name__}
