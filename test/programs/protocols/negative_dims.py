# Dimensions that are counted from behind.
import json

import torch

x = torch.arange(24.0).view(2, 3, 4)
shapes = [
    x.transpose(-1, -3),
    x.permute(-1, 0, -2),
    x.unsqueeze(-1),
    x.unsqueeze(-4),
    x.sum(-2),
    x.flatten(-2),
    x.flatten(-3, -2),
    x.squeeze(-1),
    torch.stack([x, x], -1),
    torch.stack([x, x], dim=-4),
    torch.cat([x, x], dim=-2),
    x.mean((-1, -2), keepdim=True),
    x.roll(1, -1),
    x.flip(-1, -2),
]
print(json.dumps([[list(s.shape), s.sum().item(), s.flatten()[1].item()] for s in shapes]))
