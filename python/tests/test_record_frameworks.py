"""What is recorded of the frameworks' own layers."""

from __future__ import annotations

import math

import pytest

from paddle_port.frameworks.paddle_kinds import torch_kind
from paddle_port.frameworks.values import is_plain, plain


@pytest.mark.parametrize(
    ("paddle_name", "kind"),
    [
        ("Layer", "Module"),
        ("LayerList", "ModuleList"),
        ("Conv2D", "Conv2d"),
        ("Conv1DTranspose", "ConvTranspose1d"),
        ("BatchNorm3D", "BatchNorm3d"),
        ("AdaptiveAvgPool2D", "AdaptiveAvgPool2d"),
        ("MultiHeadAttention", "MultiheadAttention"),
        ("Silu", "SiLU"),
        ("GELU", "GELU"),
        ("Linear", "Linear"),
    ],
)
def test_kinds_in_pytorchs_spelling(paddle_name: str, kind: str) -> None:
    assert torch_kind(paddle_name) == kind


def test_plain_values() -> None:
    assert plain((1, 2)) == [1, 2]
    assert plain(math.inf) == "inf"
    assert plain(None) is None
    assert not is_plain(plain(object()))
    assert not is_plain(plain([object()]))


@pytest.mark.torch
def test_torch_kinds_exist() -> None:
    import torch

    for name in ("Conv2D", "Conv3DTranspose", "LayerDict", "Swish", "InstanceNorm1D", "MaxPool2D", "Dropout2D"):
        assert hasattr(torch.nn, torch_kind(name))


@pytest.mark.torch
def test_torch_ties_by_storage_and_not_by_equal_shape() -> None:
    import torch

    from paddle_port.frameworks.torch_side import TorchFramework
    from paddle_port.record import tree_of

    with torch.device("meta"):
        model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 3), torch.nn.Linear(3, 3))
        model[2].weight = torch.nn.Parameter(model[0].weight.data)
    tree = tree_of(TorchFramework(), model, "m:f", [])
    assert [entry.get("tiedTo") for entry in tree["parameters"]] == [None, None, None, None, "0.weight", None]


@pytest.mark.torch
def test_a_module_inside_itself_ends() -> None:
    import torch

    from paddle_port.frameworks.torch_side import TorchFramework
    from paddle_port.record import tree_of

    model = torch.nn.Sequential(torch.nn.Linear(1, 1))
    model._modules["self"] = model
    assert [entry["path"] for entry in tree_of(TorchFramework(), model, "m:f", [])["modules"]] == ["", "0"]


@pytest.mark.paddle
def test_paddle_layers_of_the_compat_namespace_are_not_paddles_own() -> None:
    import paddle

    from paddle_port.frameworks.paddle_side import PaddleFramework

    if not hasattr(paddle, "compat") or not hasattr(paddle.compat.nn, "Linear"):
        # The namespace exists from Paddle 3.2 on; before, there is nothing to confuse.
        assert tuple(int(part) for part in paddle.__version__.split(".")[:2]) < (3, 2)
        return
    # Its weight is [out, in] as in PyTorch, so it must not count as a Paddle Linear.
    assert PaddleFramework().kind(paddle.compat.nn.Linear) == "Module"
    assert PaddleFramework().kind(paddle.nn.Linear) == "Linear"
