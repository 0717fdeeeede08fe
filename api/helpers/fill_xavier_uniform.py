import paddle


def fill_xavier_uniform(x: paddle.Tensor, gain: float = 1.0) -> paddle.Tensor:
    """Fills a tensor by Xavier's uniform distribution, and returns it as PyTorch does."""
    fans = x.shape[0] + x.shape[1]
    count = fans * (x.size // (x.shape[0] * x.shape[1]))
    bound = gain * (6 / count) ** 0.5
    x.detach().uniform_(-bound, bound)
    return x
