"""A model whose modules an exporter folds into each other, or calls more than once."""

import torch
from torch import nn


class Stem(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.seq = nn.Sequential(nn.Conv2d(3, 4, 3, bias=False, padding=1), nn.BatchNorm2d(4), nn.ReLU())
        self.list = nn.ModuleList([nn.Sequential(nn.Conv2d(4, 4, 1), nn.Tanh())])
        self.norm = nn.BatchNorm2d(4)

    def forward(self, x):
        x = self.seq(x)
        for layer in self.list:
            x = layer(x)
        return self.norm(x)


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.BatchNorm2d(3)
        self.stem = Stem()
        self.token = nn.Parameter(torch.randn(1, 1, 4))
        self.twice = nn.Linear(4, 4)
        self.head = nn.Linear(4, 6)

    def forward(self, x):
        x = self.stem(self.first(x)).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1)
        return self.head(self.twice(self.twice(x)))


def build():
    return Model()
