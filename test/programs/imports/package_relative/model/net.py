from torch import nn

from .ops import swap


class Net(nn.Module):
    def forward(self, x):
        return swap(x)
