# nn.ModuleList: iteration, index, len.
import json

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.ReLU() for _ in range(2)])
        self.layers.append(nn.Identity())

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.layers[0](x).view(1, -1), len(self.layers)


r, n = Net()(torch.tensor([-1.0, 2.0]))
print(json.dumps({"r": r.tolist(), "n": n}))
