# norm_layer called with eps= by its user.
import json

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, dim, norm_layer=nn.LayerNorm):
        super().__init__()
        self.norm = norm_layer(dim, eps=1e-3)

    def forward(self, x):
        return self.norm(x)


print(json.dumps(Block(2)(torch.tensor([[1.0, 3.0]])).tolist()))
