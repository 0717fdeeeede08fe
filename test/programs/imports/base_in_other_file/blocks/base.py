import torch
from torch import nn


class Base(nn.LayerNorm):
    table = torch.arange(6).view(2, 3)

    def describe(self):
        return "norm-of-" + str(self.normalized_shape[0])


class Scaled(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.full((size,), 2.0))

    def forward(self, x):
        return x * self.weight
