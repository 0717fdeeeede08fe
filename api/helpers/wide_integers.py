import paddle


def wide_integers(x: paddle.Tensor) -> paddle.Tensor:
    """Integers and booleans as int64, in which PyTorch adds and multiplies them up; others as they are."""
    if x.is_floating_point() or x.is_complex() or x.dtype == paddle.int64:
        return x
    return x.astype(paddle.int64)
