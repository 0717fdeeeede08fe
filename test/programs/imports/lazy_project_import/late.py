import torch


def join(a, b):
    return torch.stack([a, b], 0)
