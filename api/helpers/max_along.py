from typing import NamedTuple

import paddle


def max_along(x: paddle.Tensor, axis: int, keepdim: bool = False) -> "MaxAlong":
    """The largest values along an axis and where the first of each stands."""
    indices = paddle.argmax(x, axis=axis, keepdim=True)
    values = paddle.take_along_axis(x, indices, axis, broadcast=False)
    if keepdim:
        return MaxAlong(values, indices)
    return MaxAlong(values.squeeze(axis), indices.squeeze(axis))


class MaxAlong(NamedTuple):
    """Names the two results of `max_along`."""

    values: paddle.Tensor
    indices: paddle.Tensor
