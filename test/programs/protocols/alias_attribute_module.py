# `self.total += x` on a buffer that another name holds.
import json

import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("total", torch.zeros(2))

    def forward(self, x):
        self.total += x
        return self.total


m = Counter()
before = m.total
m(torch.ones(2))
m(torch.ones(2))
print(json.dumps([before.tolist(), m.total.tolist()]))
