import paddle


def fill_xavier_normal(x: paddle.Tensor, gain: float = 1.0) -> paddle.Tensor:
    """Fills a tensor by Xavier's normal distribution, and returns it as PyTorch does."""
    fans = x.shape[0] + x.shape[1]
    count = fans * (x.size // (x.shape[0] * x.shape[1]))
    x.detach().normal_(0.0, gain * (2 / count) ** 0.5)
    return x
