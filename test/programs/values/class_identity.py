# A layer class handed over is compared by identity.
import json

import torch
from torch import nn


def width(norm):
    return 2 if norm is nn.LayerNorm else 3


print(json.dumps([width(nn.LayerNorm), width(nn.Identity), width(type(nn.LayerNorm(2)))]))
