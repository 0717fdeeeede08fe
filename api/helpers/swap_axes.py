import paddle


def swap_axes(x: paddle.Tensor, axis0: int, axis1: int) -> paddle.Tensor:
    """The tensor with two axes exchanged, for any number of dimensions."""
    perm = list(range(x.ndim))
    perm[axis0], perm[axis1] = perm[axis1], perm[axis0]
    return x.transpose(perm)
