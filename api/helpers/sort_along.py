from typing import NamedTuple

import paddle


def sort_along(x: paddle.Tensor, axis: int = -1, descending: bool = False, stable: bool = False) -> "Sorted":
    """The values in order along an axis and where each came from; equal values keep their order."""
    indices = paddle.argsort(x, axis=axis, descending=descending, stable=True)
    return Sorted(paddle.take_along_axis(x, indices, axis, broadcast=False), indices)


class Sorted(NamedTuple):
    """Names the two results of `sort_along`."""

    values: paddle.Tensor
    indices: paddle.Tensor
