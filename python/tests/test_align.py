"""The parts of the capture that need no framework: slots, stored tensors, noise, strict loading."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paddle_port import align_bind, align_slots
from paddle_port.align_noise import relative_l2
from paddle_port.align_tensors import Checkpoint, TensorFile, TensorStore
from paddle_port.align_trace import Call, wrapped
from paddle_port.align_weights import load
from paddle_port.protocol import ProtocolError


class Tensor:
    """Stands for a framework's tensor."""


@dataclass
class Output:
    hidden: Any
    extra: Any = None


def is_tensor(value: Any) -> bool:
    return isinstance(value, Tensor)


def test_arguments_come_back_as_they_were() -> None:
    one, two, three = Tensor(), Tensor(), Tensor()
    args = (one, [two, None], (), 3, float("inf"))
    kwargs = {"mask": None, "cache": {"k.v": (three, True)}, "name": "x"}
    slots = align_slots.arguments(is_tensor, args, kwargs)
    assert slots.tensors == {"0": one, "1.0": two, "cache.k%2Ev.0": three}
    others = json.loads(json.dumps(slots.others, allow_nan=False))
    assert align_slots.restore(slots.tensors, others, lambda kind, name: name) == ([*args], kwargs)


def test_an_object_that_only_its_process_knows_cannot_be_restored() -> None:
    slots = align_slots.arguments(is_tensor, (Path(),), {})
    with pytest.raises(align_slots.CannotRestore, match=r"argument 0 is a pathlib\.\S*Path"):
        align_slots.restore(slots.tensors, slots.others, lambda kind, name: name)


def test_results_are_named_by_position_or_key() -> None:
    one, two = Tensor(), Tensor()
    assert align_slots.results(is_tensor, one).tensors == {"0": one}
    assert align_slots.results(is_tensor, (one, {"pooled": two}, None)).tensors == {"0": one, "1.pooled": two}
    assert align_slots.results(is_tensor, Output(one, [two])).tensors == {"hidden": one, "extra.0": two}


def test_equal_tensors_are_stored_once(tmp_path: Path) -> None:
    store = TensorStore(str(tmp_path / "a.safetensors"))
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    key = store.add(values)
    assert store.add(values.copy()) == key
    # A view that is not contiguous holds the same numbers in another order in memory.
    assert store.add(np.asfortranarray(values)) == key
    others = [values.T, values.reshape(3, 2), values.astype(np.float64), values.view(np.int32)]
    keys = [store.add(other) for other in others]
    assert len({key, *keys}) == 5
    store.finish()
    read = TensorFile(str(tmp_path / "a.safetensors"))
    for name, expected in zip([key, *keys], [values, *others], strict=True):
        assert read.read(name).dtype == expected.dtype
        np.testing.assert_array_equal(read.read(name), expected)
    assert [path.name for path in tmp_path.iterdir()] == ["a.safetensors"]


def test_bfloat16_is_read_as_the_same_values_in_float32(tmp_path: Path) -> None:
    header = json.dumps({"x": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
    data = struct.pack("<HH", 0x3FC0, 0xC000)
    (tmp_path / "b.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + data)
    np.testing.assert_array_equal(TensorFile(str(tmp_path / "b.safetensors")).read("x"), [1.5, -2.0])


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    header = json.dumps({"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    (tmp_path / "c.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + b"1234")
    with pytest.raises(ProtocolError, match="ends before its tensor x"):
        TensorFile(str(tmp_path / "c.safetensors"))


def test_relative_distance() -> None:
    truth = np.array([3.0, 4.0])
    assert relative_l2(np.array([3.0, 4.5]), truth) == pytest.approx(0.1)
    assert relative_l2(truth.astype(np.float32), truth) == 0.0
    assert relative_l2(np.array([3.0, np.nan]), truth) is None
    masked = np.array([1.0, -np.inf])
    assert relative_l2(masked, masked) == 0.0


class Backend:
    """As much of a backend as loading needs: parameters are numpy arrays in a dictionary."""

    def state(self, model: dict[str, Any]) -> dict[str, Any]:
        return model

    def shape(self, tensor: Any) -> list[int]:
        return list(tensor.shape)

    def same(self, one: Any, other: Any) -> bool:
        return one is other

    def assign(self, tensor: Any, array: Any) -> None:
        tensor[...] = array


def checkpoint_of(folder: Path, **tensors: Any) -> Checkpoint:
    store = TensorStore(str(folder / "w.safetensors"))
    renamed = {store.add(np.asarray(value, dtype=np.float32)): name for name, value in tensors.items()}
    store.finish()
    raw = (folder / "w.safetensors").read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    header = {renamed[key]: entry for key, entry in json.loads(raw[8 : 8 + length]).items()}
    text = json.dumps(header).encode()
    (folder / "w.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + raw[8 + length :])
    return Checkpoint(str(folder))


def test_every_parameter_is_filled_and_ties_count_once(tmp_path: Path) -> None:
    tied = np.zeros((2, 3), dtype=np.float32)
    model = {"embed": tied, "head": tied, "scale": np.zeros(2, dtype=np.float32)}
    filled = checkpoint_of(tmp_path, embed=np.ones((2, 3)), scale=[4, 5], extra=[1])
    load(Backend(), model, filled, "w", ["ext*"], [])  # type: ignore[arg-type]
    assert model["head"].sum() == 6
    assert model["scale"].tolist() == [4, 5]


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"a": [[1, 2, 3], [4, 5, 6]]}, "lacks the tensor b"),
        ({"a": [[1, 2, 3], [4, 5, 6]], "b": [1], "c": [2]}, "holds the tensor c, which the model does not have"),
        ({"a": [[1, 2], [3, 4], [5, 6]], "b": [1]}, r"tensor a has the shape \[3, 2\].*\[2, 3\].*transposed"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, tensors: dict[str, Any], message: str) -> None:
    model = {"a": np.zeros((2, 3), dtype=np.float32), "b": np.zeros(1, dtype=np.float32)}
    with pytest.raises(ProtocolError, match=message):
        load(Backend(), model, checkpoint_of(tmp_path, **tensors), "w", [], [])  # type: ignore[arg-type]
    assert model["a"].sum() == 0, "nothing may be loaded when something does not fit"


class Doubler:
    def forward(self, x: int, *, plus: int = 0) -> int:
        return 2 * x + plus


def test_wrapping_sees_keywords_and_leaves_no_trace() -> None:
    plain, own = Doubler(), Doubler()
    own.forward = lambda x: 7  # type: ignore[method-assign]
    seen: list[Any] = []

    def around(path: str, module: Any, forward: Any, args: Any, kwargs: Any) -> Any:
        seen.append((path, args, kwargs))
        return forward(*args, **kwargs)

    with wrapped([("a", plain), ("b", own)], around):
        assert plain.forward(3, plus=1) == 7
        assert own.forward(1) == 7
    assert seen == [("a", (3,), {"plus": 1}), ("b", (1,), {})]
    assert "forward" not in vars(plain)
    assert own.forward(9) == 7
    plain.forward(1)
    assert len(seen) == 2


def _tensor(slot: str, shape: list[int], key: str = "", dtype: str = "float32") -> dict[str, Any]:
    return {"slot": slot, "shape": shape, "key": key or slot, "dtype": dtype}


def _entering(*values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"module": "m", "inputs": list(values), "otherInputs": {}, **more}


def test_an_argument_is_the_only_value_of_its_shape_that_enters() -> None:
    own = Call("m", "M", 0, 0, inputs=[_tensor("0", [2, 3], "p0"), _tensor("mask", [2, 1], "p1")], others={"scale": 2})
    values = [_tensor("/mul", [2, 1]), _tensor("/shape", [2], dtype="int64"), _tensor("x", [2, 3])]
    bound = align_bind.bind(_entering(*values), [own])
    assert [(part["slot"], part["key"]) for part in bound["inputs"]] == [("0", "x"), ("mask", "/mul")]
    assert bound["otherInputs"] == {"scale": 2}


def test_one_value_may_be_handed_over_twice_but_not_two_of_one_shape() -> None:
    twice = Call("m", "M", 0, 0, inputs=[_tensor("query", [4], "same"), _tensor("key", [4], "same")])
    bound = align_bind.bind(_entering(_tensor("x", [4])), [twice])
    assert [part["key"] for part in bound["inputs"]] == ["x", "x"]
    two = Call("m", "M", 0, 0, inputs=[_tensor("query", [4], "one"), _tensor("key", [4], "other")])
    with pytest.raises(align_slots.CannotRestore, match="argument query is not known"):
        align_bind.bind(_entering(_tensor("x", [4])), [two])
    with pytest.raises(align_slots.CannotRestore, match="2 values of its shape"):
        align_bind.bind(_entering(_tensor("x", [4]), _tensor("y", [4])), [twice])


def test_a_call_is_not_repeated_where_the_graph_is_in_doubt() -> None:
    own = Call("m", "M", 0, 0, inputs=[_tensor("0", [4])])
    with pytest.raises(align_slots.CannotRestore, match="calls it 2 times"):
        align_bind.bind(_entering(_tensor("x", [4])), [own, own])
    with pytest.raises(align_slots.CannotRestore, match="merged"):
        align_bind.bind(_entering(_tensor("x", [4]), isolation="merged"), [own])
