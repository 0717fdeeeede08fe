from collections.abc import Sequence
from typing import Any

import paddle


def promote_all(values: Sequence[Any]) -> list[paddle.Tensor]:
    """Tensors and numbers as tensors of the dtype that PyTorch computes in; Paddle refuses to mix most dtypes.

    Tensors with dimensions come before those without, and those before numbers: the later decide only by their kind.
    """
    order = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"]
    order += ["complex64", "complex128"]
    numbers = {bool: "bool", int: "int64", float: paddle.get_default_dtype(), complex: "complex64"}

    def kind(name: str) -> int:
        return 3 if "complex" in name else 2 if "float" in name else int(name != "bool")

    def common(a: str, b: str) -> str:
        if {a, b} == {"float64", "complex64"}:
            return "complex128"
        if {a, b} == {"float16", "bfloat16"}:
            return "float32"
        return "int16" if {a, b} == {"uint8", "int8"} else max(a, b, key=order.index)

    groups: list[list[str]] = [[], [], []]
    for value in values:
        if isinstance(value, paddle.Tensor):
            groups[0 if value.shape else 1].append(str(value.dtype).removeprefix("paddle."))
        else:
            groups[2].append(numbers[type(value)])
    dtype = ""
    for group in groups:
        for place, name in enumerate(group):
            joined = name if place == 0 else common(joined, name)
        if group and (not dtype or kind(joined) > kind(dtype)):
            dtype = joined if not dtype else common(dtype, joined)
    return [value.astype(dtype) if isinstance(value, paddle.Tensor) else paddle.to_tensor(value, dtype) for value in values]
