import paddle


def round_half_even(x: paddle.Tensor) -> paddle.Tensor:
    """Rounds halves to the even neighbour; before Paddle 3.3 `paddle.round` takes the one farther from zero."""
    if not x.is_floating_point():
        return x.clone()
    half = (x - paddle.trunc(x)).abs() == 0.5
    return paddle.where(half, 2.0 * paddle.round(x / 2.0), paddle.round(x))
