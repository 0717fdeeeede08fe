import torch

WIDTH = 3


def swap(x: torch.Tensor):
    return x.transpose(0, 1)
