# Rotary position embedding with cat and chunk.
import json

import torch


def rotate_half(x: torch.Tensor):
    a, b = x.chunk(2, dim=-1)
    return torch.cat((-b, a), dim=-1)


def tables(n, dim):
    inv = 1.0 / (10000.0 ** (torch.arange(0, dim, 2).float() / dim))
    angle = torch.outer(torch.arange(n).float(), inv)
    emb = torch.cat([angle, angle], dim=-1)
    return emb.cos(), emb.sin()


cos, sin = tables(3, 4)
x = torch.arange(12).float().view(3, 4)
print(json.dumps((x * cos + rotate_half(x) * sin).tolist()))
