"""A small attention block in PyTorch, to try Paddle Port on."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        batch, length, width = x.shape
        # Queries, keys and values come out of one projection.
        q, k, v = self.qkv(self.norm(x)).chunk(3, dim=-1)
        q = q.view(batch, length, self.heads, -1).permute(0, 2, 1, 3)
        k = k.view(batch, length, self.heads, -1).permute(0, 2, 1, 3)
        v = v.view(batch, length, self.heads, -1).permute(0, 2, 1, 3)
        scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(width // self.heads)
        mixed = torch.matmul(F.softmax(scores, dim=-1), v)
        return x + self.out(mixed.permute(0, 2, 1, 3).reshape(batch, length, width))
