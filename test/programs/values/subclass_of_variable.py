# A class made in a function derives from a layer class that is handed over.
import json

import torch
from torch import nn


def widened(base):
    class Wide(base):
        def __init__(self, width):
            super().__init__(width)

        def forward(self, x):
            return super().forward(x) + 1

    return Wide


print(json.dumps([widened(nn.LayerNorm)(2)(torch.tensor([[1.0, 3.0]])).tolist(), widened(nn.Identity)(2)(torch.ones(1)).tolist()]))
