import torch


def scale(x: torch.Tensor, by: float = 2.0) -> torch.Tensor:
    return x.mul(by)
