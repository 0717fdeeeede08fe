import math
from collections.abc import Sequence


def product_of(shape: Sequence[int]) -> int:
    """The number of elements of a shape."""
    return math.prod(shape)
