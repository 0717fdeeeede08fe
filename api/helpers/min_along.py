from typing import NamedTuple

import paddle


def min_along(x: paddle.Tensor, axis: int, keepdim: bool = False) -> "MinAlong":
    """The smallest values along an axis and where the first of each stands."""
    indices = paddle.argmin(x, axis=axis, keepdim=True)
    values = paddle.take_along_axis(x, indices, axis, broadcast=False)
    if keepdim:
        return MinAlong(values, indices)
    return MinAlong(values.squeeze(axis), indices.squeeze(axis))


class MinAlong(NamedTuple):
    """Names the two results of `min_along`."""

    values: paddle.Tensor
    indices: paddle.Tensor
