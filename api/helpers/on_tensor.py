from typing import Any, Callable

import paddle


def on_tensor(value: Any, tensor: Callable[[Any], Any], other: Callable[[Any], Any]) -> Any:
    """What `tensor` makes of a tensor, and `other` of anything else."""
    return tensor(value) if isinstance(value, paddle.Tensor) else other(value)
