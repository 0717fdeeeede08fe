import torch

__all__ = ["shaped"]

_hidden = 2


def shaped(x):
    return x.view(_hidden, -1)


def helper(x):
    return x.unsqueeze(0).permute(1, 0)


def scale(x: torch.Tensor):
    return x.view(2, 2) / x.max()
