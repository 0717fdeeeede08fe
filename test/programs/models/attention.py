# Multi-head self attention written out.
import json
import math

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.width = dim // heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x: torch.Tensor, mask=None):
        b, n, c = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, self.width).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.width)
        if mask is not None:
            scores = scores.masked_fill(mask == 0, float("-inf"))
        return self.out((scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(b, n, c))


m = Attention(4, 2)
for k, p in enumerate(m.parameters()):
    nn.init.constant_(p, 0.05 * (k + 1))
x = torch.arange(12).float().view(1, 3, 4) / 10
mask = torch.ones(3, 3).tril().view(1, 1, 3, 3)
print(json.dumps([m(x).tolist(), m(x, mask).tolist()]))
