# A registry that is filled by a loop and by a decorator.
import json

import torch
from torch import nn

LAYERS = {}
for layer in (nn.ReLU, nn.GELU, nn.Sigmoid):
    LAYERS[layer.__name__.lower()] = layer


def register(cls):
    LAYERS[cls.__name__.lower()] = cls
    return cls


@register
class Twice(nn.Module):
    def forward(self, x):
        return x * 2


x = torch.tensor([-1.0, 2.0])
print(json.dumps({name: [round(v, 4) for v in LAYERS[name]()(x).tolist()] for name in sorted(LAYERS)}))
