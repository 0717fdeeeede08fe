from collections.abc import Sequence

import paddle


def split_sizes(x: paddle.Tensor, size: int | Sequence[int], axis: int = 0) -> tuple[paddle.Tensor, ...]:
    """Pieces of the given size along an axis; the last one is smaller where it does not fit.

    A number means the size of a piece here, as in PyTorch; in `paddle.split` it means how many pieces.
    """
    length = x.shape[axis]
    if isinstance(size, int):
        sizes = [size] * (length // size) + ([length % size] if length % size else [])
    else:
        sizes = list(size)
    if len(sizes) <= 1:
        return (x,)
    return tuple(paddle.split(x, sizes, axis=axis))
