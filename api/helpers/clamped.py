from typing import Any

import paddle


def clamped(x: paddle.Tensor, low: Any = None, high: Any = None) -> paddle.Tensor:
    """Values within limits, which may be tensors; float limits make integers floats, as in PyTorch."""
    if not x.is_floating_point() and (isinstance(low, float) or isinstance(high, float)):
        x = x.astype(paddle.get_default_dtype())
    if not isinstance(low, paddle.Tensor) and not isinstance(high, paddle.Tensor):
        return paddle.clip(x, low, high)
    if low is not None:
        x = paddle.maximum(x, low if isinstance(low, paddle.Tensor) else paddle.full([], low, x.dtype))
    if high is not None:
        x = paddle.minimum(x, high if isinstance(high, paddle.Tensor) else paddle.full([], high, x.dtype))
    return x
