/**
 * The part of a generated script that is the same for every plan. It needs the standard library and numpy only, so that it runs where
 * neither PyTorch nor Paddle is installed; the reasons stand in the script itself, for the person who reads it there.
 */
export const pythonImports = String.raw`from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import numpy as np

# safetensors' dtypes in its own order (files are sorted by it, descending), with the bytes of one element. Elements are mostly
# moved and not looked at, so every dtype is read as unsigned integers of its size. That is also why this script reads and writes the
# format itself: numpy has no bfloat16, and safetensors.numpy 0.8.0 saves a transposed array with its bytes in the old order.
DTYPES = {
    "BOOL": 1, "F4": 0, "F6_E2M3": 0, "F6_E3M2": 0, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "F8_E8M0": 1,
    "F8_E4M3FNUZ": 1, "F8_E5M2FNUZ": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2, "I32": 4, "U32": 4, "F32": 4,
    "C64": 8, "F64": 8, "I64": 8, "U64": 8,
}  # fmt: skip


# The exponent's bits of the types that have NaN and infinity: an element with all of them set is one of these.
EXPONENTS = {
    "F8_E5M2": 0x7C, "F8_E4M3": 0x7F, "F16": 0x7C00, "BF16": 0x7F80, "F32": 0x7F800000, "F64": 0x7FF0000000000000,
}  # fmt: skip


class Merge(NamedTuple):
    """A low-rank product that is added to a matrix (LoRA): matrix + scale * left @ right."""

    left: str
    right: str
    scale: float


class Piece(NamedTuple):
    """A tensor of the checkpoint, or its rows [start, end), merged or not, transposed or not."""

    source: str
    rows: tuple[int, int] | None = None
    transpose: bool = False
    merge: Merge | None = None


class Entry(NamedTuple):
    """A tensor of the port; several pieces are joined along the axis."""

    target: str
    dtype: str
    shape: list[int]
    pieces: list[Piece]
    axis: int = 0


def keep(
    target: str,
    source: str,
    dtype: str,
    shape: list[int],
    rows: tuple[int, int] | None = None,
    merge: Merge | None = None,
) -> Entry:
    return Entry(target, dtype, shape, [Piece(source, rows, merge=merge)])


def transpose(
    target: str,
    source: str,
    dtype: str,
    shape: list[int],
    rows: tuple[int, int] | None = None,
    merge: Merge | None = None,
) -> Entry:
    return Entry(target, dtype, shape, [Piece(source, rows, True, merge)])


def fuse(target: str, dtype: str, shape: list[int], axis: int, pieces: list[Piece]) -> Entry:
    return Entry(target, dtype, shape, pieces, axis)
`;

export const pythonProgram = String.raw`class Stored(NamedTuple):
    """Where a tensor of the checkpoint lies: the bytes [begin, end) of a file."""

    path: Path
    dtype: str
    shape: list[int]
    begin: int
    end: int


def fail(message: str) -> NoReturn:
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name occurs twice")
    return found


def read_header(path: Path) -> dict[str, Stored]:
    """Read what a safetensors file holds, and check that it holds nothing else."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size - 8, 100_000_000):
                raise ValueError("its header is longer than the file")
            header: dict[str, Any] = json.loads(file.read(length).decode("utf-8"), object_pairs_hook=unique)
        header.pop("__metadata__", None)
        start = 8 + length
        found = {
            name: Stored(path, item["dtype"], item["shape"], *(start + offset for offset in item["data_offsets"]))
            for name, item in header.items()
        }
        for item in sorted(found.values(), key=lambda stored: (stored.begin, stored.end)):
            bytes_each = DTYPES[item.dtype]
            if item.begin != start or (bytes_each and item.end - item.begin != math.prod(item.shape) * bytes_each):
                raise ValueError("its tensors do not lie one after the other")
            start = item.end
        if start != size:
            raise ValueError("it is cut off or has bytes that belong to no tensor")
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        fail(f"{path} is not a valid safetensors file: {error}. Download or export it again.")
    return found


def find_files(checkpoint: Path) -> tuple[list[Path], Path | None]:
    """Return the safetensors files of a checkpoint, and its index if it is in several files."""
    if checkpoint.is_dir():
        indexes = sorted(checkpoint.glob("*.safetensors.index.json"))
        files = sorted(path for path in checkpoint.glob("*.safetensors") if not path.name.startswith("."))
        whole = [path for path in files if path.name == "model.safetensors"]
        choice = [*indexes, *whole] if indexes else whole or files
        if len(choice) != 1:
            fail(f"{checkpoint} holds {len(choice) or 'no'} checkpoints in safetensors format; name the file to convert.")
        checkpoint = choice[0]
    if not checkpoint.is_file():
        fail(f"{checkpoint} does not exist.")
    if not checkpoint.name.endswith(".index.json"):
        return [checkpoint], None
    try:
        names = set(json.loads(checkpoint.read_text("utf-8"))["weight_map"].values())
    except (ValueError, KeyError, AttributeError) as error:
        fail(f"{checkpoint} is not an index of safetensors files: {error!r}.")
    if any(Path(name).name != name for name in names):
        fail(f"{checkpoint} names files outside its own folder.")
    return [checkpoint.parent / name for name in sorted(names)], checkpoint


def check(stored: dict[str, Stored]) -> None:
    """Compare the checkpoint with the table; every difference ends the program before anything is written."""
    used = {name for entry in TENSORS for piece in entry.pieces for name in sources_of(piece)}
    problems = [f"missing: {name}" for name in sorted((used | DROPPED.keys()) - stored.keys())]
    problems += [f"not in the table: {name}" for name in sorted(stored.keys() - used - DROPPED.keys())]
    for entry in TENSORS:
        pieces = [piece for piece in entry.pieces if piece.source in stored]
        for piece in pieces:
            problem = merge_problem(piece, stored)
            if problem is not None:
                problems.append(f"{piece.source} cannot be merged: {problem}")
            if stored[piece.source].dtype != entry.dtype:
                problems.append(f"{piece.source} is {stored[piece.source].dtype}, expected {entry.dtype}")
        if len(pieces) == len(entry.pieces):
            shape = result_shape(entry, [stored[piece.source].shape for piece in pieces])
            if shape != entry.shape:
                problems.append(f"{entry.target} would get the shape {shape}, expected {entry.shape}")
    if problems:
        more = f" and {len(problems) - 5} more" if len(problems) > 5 else ""
        fail(f"this is not the checkpoint that the script was made for: {'; '.join(problems[:5])}{more}.")


def sources_of(piece: Piece) -> list[str]:
    return [piece.source] if piece.merge is None else [piece.source, piece.merge.left, piece.merge.right]


def merge_problem(piece: Piece, stored: dict[str, Stored]) -> str | None:
    if piece.merge is None or any(name not in stored for name in sources_of(piece)):
        return None
    if any(stored[name].dtype not in ("F16", "BF16", "F32", "F64") for name in sources_of(piece)):
        return "its tensors are not all of floating point"
    whole, left, right = (stored[name].shape for name in sources_of(piece))
    if len(whole) != 2 or min(len(left), len(right)) < 2 or math.prod(left[:-2]) != 1 or math.prod(right[:-2]) != 1:
        return f"the shapes {whole}, {left} and {right} are not those of three matrices"
    if left[-1] != right[-2] or left[-1] == 0 or [left[-2], right[-1]] != whole:
        return f"the shapes {left} and {right} do not make {whole}"
    return None


def result_shape(entry: Entry, shapes: list[list[int]]) -> list[int] | None:
    results = []
    for piece, whole in zip(entry.pieces, shapes, strict=True):
        shape = list(whole)
        if piece.rows is not None:
            start, end = piece.rows
            if not shape or end > shape[0]:
                return None
            shape[0] = end - start
        if piece.transpose and len(shape) != 2:
            return None
        results.append(shape[::-1] if piece.transpose else shape)
    joined = list(results[0])
    for shape in results[1:]:
        if len(shape) != len(joined) or any(a != b for at, (a, b) in enumerate(zip(shape, joined, strict=True)) if at != entry.axis):
            return None
        joined[entry.axis] += shape[entry.axis]
    return joined


def read_rows(stored: Stored, start: int, end: int) -> Any:
    """Read the elements of some rows of a tensor, which lie together, as unsigned integers."""
    bytes_each = DTYPES[stored.dtype] or 1
    row = math.prod(stored.shape[1:]) * bytes_each
    begin, length = (stored.begin + start * row, (end - start) * row)
    if not stored.shape or not DTYPES[stored.dtype]:
        begin, length = stored.begin, stored.end - stored.begin
    with stored.path.open("rb") as file:
        values = np.fromfile(file, dtype=f"<u{bytes_each}", count=length // bytes_each, offset=begin)
    if len(values) != length // bytes_each:
        fail(f"{stored.path} became shorter while it was read.")
    return values


def load(piece: Piece, stored: dict[str, Stored]) -> Any:
    """Read the tensor of a piece, with what is merged into it."""
    source = stored[piece.source]
    shape = list(source.shape)
    start, end = piece.rows if piece.rows is not None else (0, shape[0] if shape else 1)
    values = read_rows(source, start, end)
    if shape and DTYPES[source.dtype]:
        shape[0] = end - start
        values = values.reshape(shape)
    elif DTYPES[source.dtype]:
        values = values.reshape(())
    if piece.merge is not None:
        values = merged(values, source.dtype, start, piece.merge, stored)
    check_finite(piece, values, source.dtype, start)
    return values.T if piece.transpose else values


def convert(entry: Entry, stored: dict[str, Stored]) -> bytes:
    arrays = [load(piece, stored) for piece in entry.pieces]
    joined = arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=entry.axis)
    # tobytes() gives the elements in the order of the shape, also for the transposed view.
    return bytes(joined.tobytes())


def in_file_order(entries: list[Entry]) -> list[Entry]:
    order = list(DTYPES)
    return sorted(entries, key=lambda entry: (-order.index(entry.dtype), entry.target.encode("utf-8")))


def byte_count(entry: Entry, stored: dict[str, Stored]) -> int:
    bytes_each = DTYPES[entry.dtype]
    if bytes_each:
        return math.prod(entry.shape) * bytes_each
    whole = stored[entry.pieces[0].source]
    return whole.end - whole.begin


def file_bytes(entries: list[Entry], stored: dict[str, Stored]) -> Iterator[bytes]:
    """Yield a safetensors file: length and header, then the tensors one by one, so that one at a time is in memory."""
    header: dict[str, Any] = {"__metadata__": {"format": "np"}}
    end = 0
    for entry in entries:
        begin, end = end, end + byte_count(entry, stored)
        header[entry.target] = {"dtype": entry.dtype, "shape": entry.shape, "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    yield struct.pack("<Q", len(text)) + text
    for entry in entries:
        yield convert(entry, stored)


def write_all(out: Path, files: dict[str, Iterator[bytes]]) -> None:
    """Write all files or none: under temporary names first, renamed when every one of them is complete."""
    existed = out.exists()
    partials = {name: out / f".{name}.{os.getpid()}.partial" for name in files}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, parts in files.items():
            with partials[name].open("wb") as file:
                for part in parts:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
        for name, partial in partials.items():
            os.replace(partial, out / name)
    except OSError as error:
        fail(f"{out} could not be written: {error}.")
    finally:
        for partial in partials.values():
            with contextlib.suppress(OSError):
                partial.unlink()
        if not existed:
            # Only an empty folder can be removed, so a complete result stays.
            with contextlib.suppress(OSError):
                out.rmdir()
`;
