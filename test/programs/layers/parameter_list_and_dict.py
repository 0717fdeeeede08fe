# Parameters in lists and dictionaries, shared and counted.
import json

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.scales = nn.ParameterList([nn.Parameter(torch.full((2,), float(i))) for i in range(3)])
        self.shared = self.scales[1]

    def forward(self, x):
        for scale in self.scales:
            x = x + scale
        return x * self.shared


m = Model()
print(json.dumps([m(torch.ones(2)).tolist(), len(m.scales), len(list(m.parameters())), m.shared is m.scales[1]]))
