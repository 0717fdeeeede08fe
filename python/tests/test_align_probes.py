"""Probes on small Paddle modules: what is planted is named, and it alone brings the module back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.paddle

CLEAR = 1e-5


class Recording:
    """A reference capture in memory: one call, with what a computed weight was computed from beside it."""

    def __init__(self, inputs: dict[str, Any], outputs: dict[str, Any], others: list[dict[str, Any]] | None = None):
        self.tensors = self
        self._arrays: dict[str, Any] = {}
        self.call = {
            "module": "",
            "inputs": [self.part(slot, array) for slot, array in inputs.items()],
            "outputs": [self.part(slot, array) for slot, array in outputs.items()],
            "otherInputs": {},
        }
        self.manifest: dict[str, Any] = {"calls": [self.call, *(others or [])]}

    def part(self, slot: str, array: Any) -> dict[str, Any]:
        key = str(len(self._arrays))
        self._arrays[key] = array
        return {"slot": slot, "key": key}

    def read(self, key: str) -> Any:
        return self._arrays[key]


def causes(
    module: Any, inputs: dict[str, Any], wanted: dict[str, Any], recording: Recording | None = None
) -> list[str]:
    """Return what restores agreement with the wanted outputs, the best first; the module itself must not agree."""
    from paddle_port.align_paddle import PaddleBackend
    from paddle_port.align_probes import try_all
    from paddle_port.align_trial import Trial

    backend = PaddleBackend()
    module.eval()
    reference = recording or Recording(inputs, wanted)
    trial = Trial(backend, dict(backend.modules(module)), "", reference, reference.call)
    before = trial.error()
    assert before is not None and before > CLEAR
    tried = try_all(trial)
    assert trial.error() == before, "a probe left something behind"
    helped = sorted((error, text) for text, error in tried if error is not None and error < CLEAR)
    return [text for _, text in helped]


def run(module: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return what a correct module gives."""
    import paddle

    module.eval()
    with paddle.no_grad():
        result = module(*(paddle.to_tensor(array) for array in inputs.values()))
    parts = result if isinstance(result, tuple) else (result,)
    return {str(at): part.numpy() for at, part in enumerate(parts)}


def random(*shape: int, seed: int = 0) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def rotary(kind: str, base: float, times: float = 1.0, grid: int = 0) -> Any:
    """A module that turns its argument, [batch, heads, positions, 16], in the pairs of this kind."""
    import paddle
    from paddle import nn

    def half(x: Any) -> Any:
        return paddle.concat((-x[..., 8:], x[..., :8]), axis=-1)

    def neighbours(x: Any) -> Any:
        return paddle.stack((-x[..., 1::2], x[..., 0::2]), axis=-1).flatten(-2)

    class Rotary(nn.Layer):
        def forward(self, x: Any) -> Any:
            count = x.shape[-2]
            if grid:
                series = 1.0 / base ** (paddle.arange(0, 8, 2, dtype="float32") / 8)
                steps = paddle.arange(grid, dtype="float32") * times
                turns = paddle.outer(steps, series)
                rows = turns.unsqueeze(1).expand([grid, grid, 4]).reshape([-1, 4])
                angles = paddle.concat((rows, turns.tile([grid, 1])), axis=-1)
            else:
                series = 1.0 / base ** (paddle.arange(0, 16, 2, dtype="float32") / 16)
                angles = paddle.outer(paddle.arange(count, dtype="float32") * times, series)
            if kind == "half":
                table = paddle.concat((angles, angles), axis=-1)
                return x * table.cos() + half(x) * table.sin()
            table = angles.repeat_interleave(2, axis=-1)
            return x * table.cos() + neighbours(x) * table.sin()

    return Rotary()


@pytest.mark.parametrize("kind", ["half", "neighbours"])
def test_a_base_is_measured(kind: str) -> None:
    inputs = {"0": random(2, 3, 40, 16)}
    wanted = run(rotary(kind, 500000.0), inputs)
    assert causes(rotary(kind, 10000.0), inputs, wanted)[:1] == [
        "the model rotates with the base 10000: with the base 500000 the module agrees"
    ]


def test_a_base_is_measured_on_a_grid() -> None:
    inputs = {"0": random(2, 3, 49, 16)}
    wanted = run(rotary("neighbours", 100.0, grid=7), inputs)
    assert causes(rotary("neighbours", 10000.0, grid=7), inputs, wanted)[:1] == [
        "the model rotates with the base 10000: with the base 100 the module agrees"
    ]


def test_scaled_positions_are_measured() -> None:
    inputs = {"0": random(1, 2, 36, 16)}
    wanted = run(rotary("half", 10000.0, times=0.25), inputs)
    assert causes(rotary("half", 10000.0), inputs, wanted)[:1] == [
        "the model rotates by other positions: with positions 0.25 times as large the module agrees"
    ]


def test_other_pairs_are_told_by_what_is_turned() -> None:
    inputs = {"0": random(2, 2, 12, 16)}
    wanted = run(rotary("half", 10000.0), inputs)
    assert causes(rotary("neighbours", 10000.0), inputs, wanted) == [
        "the model rotates pairs (2i, 2i + 1): rotating pairs (i, i + d/2) the module agrees"
    ]


def attention(**changes: Any) -> Any:
    """Self-attention with one projection; each change is one mistake."""
    import paddle
    from paddle import nn

    class Attention(nn.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.num_heads = 4
            self.qkv = nn.Linear(32, 96)
            self.out = nn.Linear(32, 32)

        def forward(self, x: Any, mask: Any) -> Any:
            batch, length, width = x.shape
            if changes.get("by_head"):
                parts = self.qkv(x).reshape([batch, length, 4, 3, 8]).transpose([3, 0, 2, 1, 4])
            else:
                parts = self.qkv(x).reshape([batch, length, 3, 4, 8]).transpose([2, 0, 3, 1, 4])
            order = changes.get("order", (0, 1, 2))
            q, k, v = (parts[at] for at in order)
            scores = q @ k.transpose([0, 1, 3, 2]) * changes.get("scale", 8**-0.5)
            if not changes.get("no_mask"):
                scores = paddle.where(mask[:, None, None, :], scores, paddle.full_like(scores, -1e9))
            weights = nn.functional.softmax(scores, axis=changes.get("axis", -1))
            context = (weights @ v).transpose([0, 2, 1, 3]).reshape([batch, length, width])
            return self.out(context)

    module = Attention()
    for at, parameter in enumerate(module.parameters()):
        parameter.set_value(paddle.to_tensor(random(*parameter.shape, seed=at + 1) * 0.4))
    return module


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"scale": 1.0}, "the attention scores of the model are not scaled: scaled by the root of a head's width"),
        ({"scale": 1 / 8}, "the attention scores of the model are scaled twice: scaled once"),
        ({"scale": 32**-0.5}, "the attention scores of the model are scaled by the width of all heads: scaled by that"),
        ({"no_mask": True}, "the model does not hide what its argument 1 hides: hidden before the softmax"),
        ({"axis": -2}, "the model takes the softmax over another axis: over the last one"),
        ({"order": (1, 0, 2)}, "the 3 parts of what the model.qkv gives are mixed up: in the order 2, 1, 3"),
        ({"order": (1, 2, 0)}, "the 3 parts of what the model.qkv gives are mixed up: in the order 3, 1, 2"),
        ({"by_head": True}, "what the model.qkv gives is divided head by head: divided part by part"),
    ],
)
def test_mistakes_of_an_attention(changes: dict[str, Any], cause: str) -> None:
    mask = np.arange(6) < np.array([[6], [4]])
    inputs = {"0": random(2, 6, 32), "1": mask}
    if "axis" in changes:
        # A softmax over queries knows nothing of hidden keys.
        inputs["1"] = np.ones_like(mask)
    found = causes(attention(**changes), inputs, run(attention(), inputs))
    assert found and found[0].startswith(cause)


def test_a_part_that_another_framework_divides_part_by_part() -> None:
    mask = np.ones((2, 6), dtype=bool)
    inputs = {"0": random(2, 6, 32), "1": mask}
    found = causes(attention(), inputs, run(attention(by_head=True), inputs))
    assert found[:1] == ["what the model.qkv gives is divided part by part: divided head by head the module agrees"]


def linear_user(bias: Any, activation: str = "silu", own: bool = True) -> Any:
    """Uses the weights of layers that it never calls, and a bias that it holds itself."""
    from paddle import nn
    from paddle.nn import functional as F

    class User(nn.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.first = nn.Linear(8, 8, bias_attr=False)
            self.second = nn.Linear(8, 8, bias_attr=False)
            self.shift = self.create_parameter([8])
            self.other = self.create_parameter([8])

        def forward(self, x: Any) -> Any:
            y = F.linear(x, self.first.weight, self.other)
            z = F.linear(x, self.second.weight, {"shift": self.shift, "other": self.other, None: None}[bias])
            return getattr(F, activation)(y) * z

    import paddle

    module = User()
    for at, parameter in enumerate(module.parameters()):
        parameter.set_value(paddle.to_tensor(random(*parameter.shape, seed=at + 1)))
    return module


@pytest.mark.parametrize(
    ("wrong", "right", "cause"),
    [
        (None, "shift", "shift of the model is not added to what second.weight gives: with it the module agrees"),
        ("shift", None, "the model adds shift to what second.weight gives: without the bias the module agrees"),
    ],
)
def test_biases(wrong: Any, right: Any, cause: str) -> None:
    inputs = {"0": random(5, 8)}
    assert causes(linear_user(wrong), inputs, run(linear_user(right), inputs)) == [cause]


def test_an_activation() -> None:
    inputs = {"0": random(5, 8)}
    found = causes(linear_user("shift", "relu"), inputs, run(linear_user("shift", "gelu"), inputs))
    assert found == ["the model uses relu; with gelu the module agrees"]


def test_parameters_that_were_mixed_up_or_transposed() -> None:
    import paddle

    inputs = {"0": random(5, 8)}
    wanted = run(linear_user("shift"), inputs)
    mixed = linear_user("shift")
    a, b = mixed.shift.numpy(), mixed.other.numpy()
    mixed.shift.set_value(paddle.to_tensor(b))
    mixed.other.set_value(paddle.to_tensor(a))
    assert causes(mixed, inputs, wanted) == ["shift and other of the model are mixed up: exchanged, the module agrees"]
    turned = linear_user("shift")
    turned.second.weight.set_value(paddle.to_tensor(turned.second.weight.numpy().T.copy()))
    assert causes(turned, inputs, wanted) == [
        "the model.second.weight is stored transposed: with its transpose the module agrees"
    ]


def test_low_rank_updates() -> None:
    import paddle
    from paddle import nn

    stored, a, b = random(8, 8), random(2, 8, seed=1), random(8, 2, seed=2)
    update = b @ a
    merged = stored + update
    inputs = {"0": random(5, 8)}
    wanted = {"0": inputs["0"] @ merged.T}
    recording = Recording(inputs, wanted)
    recording.manifest["computedWeights"] = [
        {"weight": "weight", "stored": recording.part("stored", stored), "computed": recording.part("computed", merged)}
    ]
    for values, cause in (
        (stored.T, "the model.weight holds the stored weight, whose low-rank update is not merged: merged, "),
        ((stored + 0.25 * update).T, "the model.weight is merged with a low-rank update 0.25 times the reference's: "),
        (stored.T + update, "the model.weight is merged with its low-rank update transposed: merged as in the "),
        (merged, "the model.weight is stored transposed: with its transpose the module agrees"),
    ):
        module = nn.Linear(8, 8, bias_attr=False)
        module.weight.set_value(paddle.to_tensor(np.ascontiguousarray(values)))
        found = causes(module, inputs, wanted, recording)
        assert found and found[0].startswith(cause)


@pytest.mark.parametrize(
    ("divide", "cause"),
    [
        ("all", "the model takes in the padding, which its argument 1 marks: over the real positions alone "),
        ("length", "the model divides its sum by the length with padding: divided by the number of real positions "),
    ],
)
def test_a_mean_over_padding(divide: str, cause: str) -> None:
    from paddle import nn

    class Pooler(nn.Layer):
        def forward(self, x: Any, mask: Any) -> Any:
            return (
                x.mean(axis=1)
                if divide == "all"
                else (x * mask.astype(x.dtype).unsqueeze(-1)).sum(axis=1) / mask.shape[1]
            )

    mask = (np.arange(6) < np.array([[6], [4], [1]])).astype(np.int64)
    inputs = {"0": random(3, 6, 8), "1": mask}
    right = (inputs["0"] * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    found = causes(Pooler(), inputs, {"0": right.astype(np.float32)})
    assert len(found) == 1 and found[0].startswith(cause)


@pytest.mark.parametrize("logarithm", [True, False])
def test_a_temperature(logarithm: bool) -> None:
    import paddle
    from paddle import nn

    class Scale(nn.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.temperature = self.create_parameter([])

        def forward(self, x: Any) -> Any:
            return x * (self.temperature if logarithm else self.temperature.exp())

    module = Scale()
    module.temperature.set_value(paddle.to_tensor(2.5))
    x = random(3, 4)
    right = x * (math.exp(2.5) if logarithm else 2.5)
    said = "as it is stored: with exp(temperature)" if logarithm else ": with temperature as it is stored"
    found = causes(module, {"0": x}, {"0": right.astype(np.float32)})
    assert len(found) == 1 and said in found[0]


def test_kernels_and_grids() -> None:
    import paddle
    from paddle import nn

    kernel = random(4, 3, 5, 5)
    convolution = nn.Conv2D(3, 4, 5, bias_attr=False)
    convolution.weight.set_value(paddle.to_tensor(kernel))
    inputs = {"0": random(2, 3, 9, 9)}
    wanted = run(convolution, inputs)
    convolution.weight.set_value(paddle.to_tensor(np.ascontiguousarray(kernel.swapaxes(2, 3))))
    assert causes(convolution, inputs, wanted) == [
        "the model.weight is stored with its last two axes exchanged: exchanged back the module agrees"
    ]

    class Positions(nn.Layer):
        def __init__(self) -> None:
            super().__init__()
            self.table = self.create_parameter([1, 10, 4])

        def forward(self, x: Any) -> Any:
            return x + self.table

    table, module = random(1, 10, 4), Positions()
    x = random(2, 10, 4, seed=3)
    columns = table.copy()
    columns[:, 1:] = table[:, 1:].reshape(1, 3, 3, 4).swapaxes(1, 2).reshape(1, 9, 4)
    module.table.set_value(paddle.to_tensor(columns))
    assert causes(module, {"0": x}, {"0": x + table}) == [
        "the model.table is stored column by column: with its grid read row by row the module agrees"
    ]


def test_a_module_that_is_wrong_otherwise_gets_no_cause() -> None:
    from paddle import nn

    class Odd(nn.Layer):
        def forward(self, x: Any) -> Any:
            return x * 2 + 1

    assert causes(Odd(), {"0": random(2, 3, 8)}, {"0": random(2, 3, 8, seed=9)}) == []
