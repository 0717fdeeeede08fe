import paddle


def fill_truncated(
    x: paddle.Tensor, mean: float = 0.0, std: float = 1.0, low: float = -2.0, high: float = 2.0
) -> paddle.Tensor:
    """Fills a tensor from a normal distribution cut off at two values, and returns it as PyTorch does."""
    paddle.nn.initializer.TruncatedNormal(mean, std, low, high)(x)
    return x
