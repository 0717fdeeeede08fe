from collections.abc import Sequence
from typing import Any

import paddle


def filled(size: Sequence[int], fill_value: Any, dtype: Any | None = None) -> paddle.Tensor:
    """`paddle.full` whose dtype follows the value when none is given: bool, int64 for integers, else the default."""
    if dtype is None and isinstance(fill_value, int) and not isinstance(fill_value, bool):
        dtype = paddle.int64
    return paddle.full(size, fill_value, dtype=dtype)
