import paddle


def chunk_pieces(x: paddle.Tensor, chunks: int, axis: int = 0) -> tuple[paddle.Tensor, ...]:
    """At most `chunks` pieces of equal size along an axis; the last one is smaller where it does not fit."""
    length = x.shape[axis]
    size = -(-length // chunks)
    sizes = [size] * (length // size) + ([length % size] if length % size else [])
    return tuple(paddle.split(x, sizes, axis=axis)) if len(sizes) > 1 else (x,)
