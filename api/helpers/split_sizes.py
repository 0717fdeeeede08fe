from collections.abc import Sequence

import paddle


def split_sizes(x: paddle.Tensor, size: int | Sequence[int], axis: int = 0) -> tuple[paddle.Tensor, ...]:
    """Pieces of the given size along an axis; the last one is smaller where it does not fit.

    A number means the size of a piece here, as in PyTorch; in `paddle.split` it means how many pieces. Where no
    gradient is recorded the pieces share the tensor's storage, so that what is written into them reaches it.
    """
    length = x.shape[axis]
    if isinstance(size, int):
        sizes = [size] * (length // size) + ([length % size] if length % size else [])
    else:
        sizes = list(size)
    if len(sizes) <= 1:
        return (x,)
    if not x.stop_gradient and paddle.is_grad_enabled():
        return tuple(paddle.split(x, sizes, axis=axis))
    if sum(sizes) != length:
        raise ValueError(f"pieces of {sizes} do not fill a length of {length}")
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    return tuple(paddle.slice(x, [axis], [end - width], [end]) for width, end in zip(sizes, ends))
