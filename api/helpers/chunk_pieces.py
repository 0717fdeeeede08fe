import paddle


def chunk_pieces(x: paddle.Tensor, chunks: int, axis: int = 0) -> tuple[paddle.Tensor, ...]:
    """At most `chunks` pieces of equal size along an axis; the last one is smaller where it does not fit.

    Where no gradient is recorded they share the tensor's storage, so that what is written into them reaches it.
    """
    length = x.shape[axis]
    size = -(-length // chunks)
    if size in (0, length):
        return (x,)
    if not x.stop_gradient and paddle.is_grad_enabled():
        sizes = [size] * (length // size) + ([length % size] if length % size else [])
        return tuple(paddle.split(x, sizes, axis=axis))
    starts = range(0, length, size)
    return tuple(paddle.slice(x, [axis], [start], [min(start + size, length)]) for start in starts)
