# A chain of attributes through modules.
import json

import torch
from torch import nn


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4))


class Outer(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()

    def forward(self):
        return self.inner.scale.view(2, 2)


print(json.dumps({"r": Outer()().tolist()}))
