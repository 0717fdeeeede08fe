"""Prints the texts of many tensors as one JSON list: PyTorch's own, or what the helper makes of Paddle's."""

import json
import sys

import numpy as np


def arrays() -> list[np.ndarray]:
    """Every dtype, 0 to 4 dimensions, empty and summarised ones, whole, tiny, huge and missing numbers."""
    rng = np.random.default_rng(7)
    dtypes = ["float32", "float64", "float16", "int64", "int32", "uint8", "bool", "int8"]
    found = []
    for place in range(600):
        rank = place % 5
        most = [30, 40, 12, 9, 6][rank] if place % 2 else 5
        shape = [int(size) for size in rng.integers(0 if place % 11 == 0 else 1, most, rank)]
        if place % 17 == 0:
            shape = [int(rng.integers(1001, 3000))]
        if place % 19 == 0:
            shape = [int(rng.integers(2, 40)), int(rng.integers(30, 90))]
        values = rng.standard_normal(shape) * 10.0 ** rng.integers(-7, 11)
        kind = place % 7
        if kind == 0:
            values = np.round(values)
        elif kind == 1:
            values = np.where(rng.random(shape) < 0.2, np.nan, values)
        elif kind == 2:
            values = np.where(rng.random(shape) < 0.2, np.inf, np.round(values))
        elif kind == 3:
            values = np.where(rng.random(shape) < 0.5, 0, values)
        elif kind == 4:
            values = values * 10.0 ** rng.integers(-5, 5, shape)
        elif kind == 5:
            values = -np.zeros(shape)
        dtype = dtypes[place % 8]
        if not dtype.startswith("float"):
            values = np.nan_to_num(values, nan=0, posinf=100, neginf=-100).clip(-1e9, 1e9)
        limits = {"uint8": (0, 200), "int8": (-100, 100), "float16": (-60000, 60000)}
        if dtype in limits:
            values = np.clip(values, *limits[dtype])
        found.append(np.asarray(values).astype(dtype))
    return found


def torch_texts() -> list[str]:
    import torch

    texts = []
    for place, array in enumerate(arrays()):
        tensor = torch.from_numpy(array) if array.shape else torch.tensor(array)
        if place % 9 == 0 and tensor.is_floating_point():
            tensor.requires_grad_()
        texts += [str(tensor), f"{tensor}"]
    return [*texts, str(torch.nn.Parameter(torch.ones(2, 3))), str(torch.ones(2, 0).shape), str(torch.bfloat16)]


def paddle_texts() -> list[str]:
    import paddle
    from paddle_port_helpers import torch_text

    texts = []
    for place, array in enumerate(arrays()):
        tensor = paddle.to_tensor(array)
        if place % 9 == 0 and tensor.is_floating_point():
            tensor.stop_gradient = False
        texts += [torch_text(tensor), torch_text(tensor, True)]
    ones = paddle.nn.initializer.Constant(1.0)
    parameter = paddle.create_parameter([2, 3], "float32", default_initializer=ones)
    return [*texts, torch_text(parameter), torch_text((2, 0)), torch_text(paddle.bfloat16)]


print("TEXTS " + json.dumps(torch_texts() if sys.argv[1] == "torch" else paddle_texts()))
