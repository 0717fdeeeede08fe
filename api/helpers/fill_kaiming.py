import math

import paddle


def fill_kaiming(x: paddle.Tensor, a: float, mode: str, nonlinearity: str, uniform: bool) -> paddle.Tensor:
    """Fills a tensor laid out as PyTorch's, [out, in, …], by Kaiming's distribution, and returns it as PyTorch does."""
    gains = {"tanh": 5 / 3, "relu": math.sqrt(2), "leaky_relu": math.sqrt(2 / (1 + a**2)), "selu": 3 / 4}
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode is fan_in or fan_out, not {mode}")
    fan = x.size // x.shape[0] if mode == "fan_in" else x.size // x.shape[1]
    std = gains.get(nonlinearity, 1.0) / math.sqrt(fan)
    if uniform:
        bound = math.sqrt(3) * std
        x.detach().uniform_(-bound, bound)
    else:
        x.detach().normal_(0.0, std)
    return x
