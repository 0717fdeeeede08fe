from typing import NamedTuple

import paddle


def top_values(x: paddle.Tensor, k: int, axis: int = -1, largest: bool = True, ordered: bool = True) -> "TopValues":
    """The k largest (or smallest) values along an axis and their places, with PyTorch's names for both."""
    return TopValues(*paddle.topk(x, k, axis=axis, largest=largest, sorted=ordered))


class TopValues(NamedTuple):
    """Names the two results of `top_values`."""

    values: paddle.Tensor
    indices: paddle.Tensor
