"""Reads safetensors files into numpy, and writes a capture's tensors: each distinct one once, streamed to disk."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .protocol import fail

Array = npt.NDArray[Any]

HEADER_LIMIT = 100_000_000
_NUMPY = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32",
    "I16": "int16", "I8": "int8", "U8": "uint8", "U16": "uint16", "U32": "uint32", "U64": "uint64", "BOOL": "bool",
}  # fmt: skip
_CODES = {name: code for code, name in _NUMPY.items()}


class TensorFile:
    """A safetensors file, read tensor by tensor."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            size = os.path.getsize(path)
            with open(path, "rb") as file:
                head = file.read(8)
                length = struct.unpack("<Q", head)[0] if len(head) == 8 else HEADER_LIMIT + 1
                if length > min(HEADER_LIMIT, size - 8):
                    fail(f"{path} is no safetensors file: its header length is wrong.", "Copy it again.")
                header = json.loads(file.read(length))
        except (OSError, ValueError) as error:
            fail(f"{path} cannot be read: {error}.", "Check the file or copy it again.")
        self._start = 8 + length
        self.entries: dict[str, dict[str, Any]] = {k: v for k, v in header.items() if k != "__metadata__"}
        for name, entry in self.entries.items():
            begin, end = entry["data_offsets"]
            if not 0 <= begin <= end <= size - self._start:
                fail(f"{path} ends before its tensor {name} does.", "The file is cut short: copy it again.")

    def shape(self, name: str) -> list[int]:
        return list(self.entries[name]["shape"])

    def read(self, name: str) -> Array:
        """Return the tensor in its own dtype; bfloat16, which numpy lacks, comes as float32 with the same values."""
        entry = self.entries[name]
        begin, end = entry["data_offsets"]
        dtype = _NUMPY.get(entry["dtype"])
        if dtype is None:
            what = f"{self.path}: tensor {name} has dtype {entry['dtype']}, which is not supported here."
            fail(what, "Convert it to float32.")
        with open(self.path, "rb") as file:
            file.seek(self._start + begin)
            data = file.read(end - begin)
        if dtype == "bfloat16":
            wide = np.frombuffer(data, dtype="<u2").astype("<u4") << 16
            return wide.view("<f4").reshape(entry["shape"])
        return np.frombuffer(data, dtype=np.dtype(dtype).newbyteorder("<")).reshape(entry["shape"]).copy()


class Checkpoint:
    """One safetensors file, or a folder with one or with several and an index."""

    def __init__(self, path: str) -> None:
        self.files = [TensorFile(file) for file in _files_of(path)]
        self._owner: dict[str, TensorFile] = {}
        for file in self.files:
            for name in file.entries:
                self._owner[name] = file

    def names(self) -> list[str]:
        return list(self._owner)

    def shape(self, name: str) -> list[int]:
        return self._owner[name].shape(name)

    def read(self, name: str) -> Array:
        return self._owner[name].read(name)

    def sha256(self) -> str:
        """Hash of the file, or of the hashes of the files in order of their names."""
        digests = [_sha256(file.path) for file in self.files]
        return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


class TensorStore:
    """Collects the tensors of a capture on disk. Tensors with the same bytes, shape and dtype share one key."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._part = path + ".data"
        self._file = open(self._part, "w+b")  # noqa: SIM115 - closed by finish()
        self._keys: dict[bytes, str] = {}
        self._entries: dict[str, dict[str, Any]] = {}
        self._size = 0

    def add(self, array: Array) -> str:
        """Write the array unless an equal one is there, and return its key."""
        array = np.ascontiguousarray(array).reshape(array.shape)
        code = _CODES[array.dtype.name]
        data = array.tobytes()
        digest = hashlib.blake2b(data, digest_size=16, person=f"{code}".encode())
        digest.update(repr(array.shape).encode())
        key = self._keys.get(digest.digest())
        if key is None:
            key = f"t{len(self._keys):05d}"
            self._keys[digest.digest()] = key
            self._file.seek(self._size)
            self._file.write(data)
            span = [self._size, self._size + len(data)]
            self._entries[key] = {"dtype": code, "shape": list(array.shape), "data_offsets": span}
            self._size += len(data)
        return key

    def read(self, key: str) -> Array:
        """Return a tensor written before."""
        entry = self._entries[key]
        begin, end = entry["data_offsets"]
        self._file.seek(begin)
        return np.frombuffer(self._file.read(end - begin), dtype=_NUMPY[entry["dtype"]]).reshape(entry["shape"]).copy()

    def finish(self) -> None:
        """Write the safetensors file and remove the intermediate one."""
        header = json.dumps(self._entries, separators=(",", ":")).encode()
        header += b" " * (-len(header) % 8)
        with open(self.path, "wb") as out:
            out.write(struct.pack("<Q", len(header)) + header)
            self._file.seek(0)
            while block := self._file.read(1 << 22):
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        self._file.close()
        os.remove(self._part)


def _files_of(path: str) -> Sequence[str]:
    if os.path.isfile(path) and not path.endswith(".index.json"):
        return [path]
    index = path if os.path.isfile(path) else None
    if index is None and os.path.isdir(path):
        found = sorted(name for name in os.listdir(path) if name.endswith(".safetensors.index.json"))
        if found:
            index = os.path.join(path, found[0])
        else:
            single = sorted(name for name in os.listdir(path) if name.endswith(".safetensors"))
            if len(single) == 1:
                return [os.path.join(path, single[0])]
            fail(
                f"{path} holds {len(single)} safetensors files and no index.",
                "Name the weights file itself in the specification.",
            )
    if index is None:
        fail(f"There are no weights at {path}.", "Correct `weights` in the specification.")
    with open(index, encoding="utf-8") as file:
        names = sorted(set(json.load(file)["weight_map"].values()))
    return [os.path.join(os.path.dirname(index), name) for name in names]


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
