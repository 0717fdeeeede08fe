import torch
from torch import nn


class Twice(nn.Module):
    def forward(self, x):
        return torch.add(x, x)


def shift(x):
    return torch.roll(x, 1, 0)
