"""What a parametrized weight is computed from, measured on models that compute it in different ways."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.torch


def lora(kind: str, **made: Any) -> Any:
    """Return a parametrization of low rank, written in one of the ways in which people write it."""
    import torch

    class Lora(torch.nn.Module):
        def __init__(self, rows: int, cols: int, rank: int = 4, alpha: float = 4.0, swapped: bool = False) -> None:
            super().__init__()
            self.rank, self.swapped = rank, swapped
            self.scaling = alpha / rank
            shape_a, shape_b = ((1, rows, rank), (1, rank, cols)) if swapped else ((1, rank, cols), (1, rows, rank))
            self.lora_A = torch.nn.Parameter(torch.zeros(shape_a))
            self.lora_B = torch.nn.Parameter(torch.zeros(shape_b))
            self.dropout = torch.nn.Dropout(0.5)
            self.register_buffer("mask", torch.ones(1, rank if swapped else cols), persistent=False)
            # A closure over the instance, as in XLM-RoBERTa's LoRA: in a copy it would look at the original.
            self.run = lambda weight: self.compute(weight)

        def compute(self, weight: Any) -> Any:
            a, b = self.lora_A[0], self.lora_B[0]
            product = a @ b if self.swapped else b @ self.dropout(a)
            if kind == "plain":
                return weight + product.view(weight.shape) * self.scaling
            if kind == "off":
                return weight
            if kind == "squashed":
                return weight + torch.tanh(product)
            if kind == "masked":
                return weight + product * self.mask[:, :1]
            if kind == "odd":
                return weight + product * 0.123456789
            return weight * 2 + product

        def forward(self, weight: Any) -> Any:
            return self.run(weight)

    return Lora(**made)


def tree(model: Any) -> dict[str, Any]:
    from paddle_port.frameworks.torch_side import TorchFramework
    from paddle_port.record import tree_of

    return tree_of(TorchFramework(), model, "m:f", [])


def record(layer: Any, parametrization: Any) -> dict[str, Any]:
    import torch

    torch.nn.utils.parametrize.register_parametrization(layer, "weight", parametrization)
    found = tree(torch.nn.Sequential(layer))["parametrizations"]
    assert len(found) == 1
    return dict(found[0])


@pytest.mark.parametrize("device", ["cpu", "meta"])
@pytest.mark.parametrize("rows", [6, 3000])
def test_linear_adds_b_times_a(device: str, rows: int) -> None:
    import torch

    with torch.device(device):
        entry = record(torch.nn.Linear(7, rows), lora("plain", rows=rows, cols=7, alpha=2))
    assert entry["name"] == "0.weight"
    assert entry["merge"] == {
        "original": "0.parametrizations.weight.original",
        "left": "0.parametrizations.weight.0.lora_B",
        "right": "0.parametrizations.weight.0.lora_A",
        "scale": 0.5,
        "evidence": "measured, and equal to its scaling",
    }


def test_embedding_adds_a_times_b() -> None:
    import torch

    with torch.device("meta"):
        entry = record(torch.nn.Embedding(250_002, 1024), lora("plain", rows=250_002, cols=1024, swapped=True))
    merge = entry["merge"]
    assert (merge["left"][-6:], merge["right"][-6:], merge["scale"]) == ("lora_A", "lora_B", 1.0)


def test_square_matrices_are_decided_by_the_measurement() -> None:
    import torch

    for swapped, left in ((False, "lora_B"), (True, "lora_A")):
        entry = record(torch.nn.Linear(4, 4), lora("plain", rows=4, cols=4, swapped=swapped))
        assert entry["merge"]["left"].endswith(left)


@pytest.mark.parametrize(
    ("kind", "unclear"),
    [
        ("off", "returns the original unchanged"),
        ("squashed", "not the original plus a multiple"),
        ("doubled", "not the original plus a multiple"),
        ("odd", "scaled by"),
    ],
)
def test_what_is_no_low_rank_sum_stays_unclear(kind: str, unclear: str) -> None:
    import torch

    entry = record(torch.nn.Linear(5, 6), lora(kind, rows=6, cols=5))
    assert unclear in entry["unclear"]
    assert "merge" not in entry


def test_a_buffer_without_values_that_matters_is_noticed() -> None:
    import torch

    with torch.device("meta"):
        entry = record(torch.nn.Linear(5, 6), lora("masked", rows=6, cols=5))
    assert "unclear" in entry
    assert record(torch.nn.Linear(5, 6), lora("masked", rows=6, cols=5))["merge"]["scale"] == 1.0


def test_weight_norm_is_unclear() -> None:
    import torch

    model = torch.nn.Sequential(torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 4)))
    (entry,) = tree(model)["parametrizations"]
    assert "from 2 tensors" in entry["unclear"]


def test_a_class_keeps_its_name_under_parametrizations() -> None:
    import torch

    class Head(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros(6, 5))

        def forward(self, x: Any) -> Any:
            return x @ self.weight.T

    head = Head()
    torch.nn.utils.parametrize.register_parametrization(head, "weight", lora("plain", rows=6, cols=5))
    found = tree(head)
    assert found["modules"][0]["class"].endswith("Head")
    assert found["modules"][0]["source"]["file"].endswith("test_record_parametrizations.py")
    assert found["parametrizations"][0]["use"] == "W@x"


def test_a_capture_keeps_what_is_computed_and_what_is_stored(tmp_path: Any) -> None:
    import numpy as np
    import torch

    from paddle_port.align_tensors import TensorStore
    from paddle_port.align_torch import TorchBackend
    from paddle_port.align_trace import computed_weights

    model = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Linear(8, 4))
    added = lora("plain", rows=8, cols=6)
    torch.nn.utils.parametrize.register_parametrization(model[0], "weight", added)
    model.eval()
    with torch.no_grad():
        added.lora_A.normal_()
        added.lora_B.normal_()
        wanted = model[0].weight.numpy().copy()
    store = TensorStore(str(tmp_path / "activations.safetensors"))
    (found,) = computed_weights(TorchBackend(), model, store)
    assert found["weight"] == "0.weight"
    np.testing.assert_array_equal(store.read(found["computed"]["key"]), wanted)
    stored = model[0].parametrizations.weight.original.detach().numpy()
    np.testing.assert_array_equal(store.read(found["stored"]["key"]), stored)
    # A parametrized model itself, not one of its layers.
    assert [one["weight"] for one in computed_weights(TorchBackend(), model[0], store)] == ["weight"]
    assert computed_weights(TorchBackend(), model[1], store) == []
