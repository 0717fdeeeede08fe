import torch

__all__ = ["clip"]


def max(x):
    return "hidden"


def clip(x):
    return torch.clamp(x, max=5.0)
