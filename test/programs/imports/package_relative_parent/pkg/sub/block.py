from torch import nn

from ..ops import scale


class Block(nn.Module):
    def forward(self, x):
        return scale(x, by=3.0).view(2, 2)
