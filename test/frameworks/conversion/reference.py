"""What the reference implementation says: reads a JSON request on stdin, answers with JSON on stdout."""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

import safetensors

# The binding takes the names of torch and numpy; it knows none for F6.
NAMES = {
    "BOOL": "bool", "U8": "uint8", "I8": "int8", "F8_E5M2": "float8_e5m2", "F8_E4M3": "float8_e4m3fn",
    "F8_E8M0": "float8_e8m0fnu", "F8_E4M3FNUZ": "float8_e4m3fnuz", "F8_E5M2FNUZ": "float8_e5m2fnuz", "I16": "int16",
    "U16": "uint16", "F16": "float16", "BF16": "bfloat16", "I32": "int32", "U32": "uint32", "F32": "float32",
    "C64": "complex64", "F64": "float64", "I64": "int64", "U64": "uint64",
}  # fmt: skip


def verdict(file: bytes) -> str:
    try:
        safetensors.deserialize(file)
    except Exception as error:  # The reference raises its own class, and others for what it did not expect.
        return f"ERR {error}"
    return "OK"


def write(tensors: list[Any], metadata: dict[str, str]) -> str:
    buffer = ctypes.create_string_buffer(4096)
    address = ctypes.addressof(buffer)
    specs = {
        name: safetensors.TensorSpec(dtype=NAMES[dtype], shape=shape, data_ptr=address, data_len=size)
        for name, dtype, shape, size in tensors
    }
    return safetensors.serialize(specs, metadata or None).hex()


def main() -> None:
    request = json.load(sys.stdin)
    answer = {
        "version": safetensors.__version__,
        "verdicts": [verdict(bytes.fromhex(file)) for file in request["files"]],
        "written": [write(file["tensors"], file["metadata"]) for file in request["write"]],
    }
    json.dump(answer, sys.stdout)


main()
