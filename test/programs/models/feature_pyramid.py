# Features of several sizes in a dictionary, brought to one size and added.
import json
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn


class Pyramid(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.ModuleList([nn.Conv2d(1, 1, 1, bias=False) for _ in range(2)])
        for conv in self.inner:
            nn.init.ones_(conv.weight)

    def forward(self, features):
        names, values = list(features.keys()), list(features.values())
        last = self.inner[-1](values[-1])
        results = [last]
        for i in range(len(values) - 2, -1, -1):
            up = F.interpolate(last, size=values[i].shape[-2:], mode="nearest")
            last = self.inner[i](values[i]) + up
            results.insert(0, last)
        return OrderedDict(zip(names, results))


features = OrderedDict([("a", torch.ones(1, 1, 4, 4)), ("b", torch.full((1, 1, 2, 2), 2.0))])
out = Pyramid()(features)
print(json.dumps({k: [list(v.shape), v.sum().item()] for k, v in out.items()}))
