# Buffers that are replaced, that are None, that are not saved.
import json

import torch
from torch import nn


class Table(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("kept", torch.arange(3))
        self.register_buffer("dropped", torch.ones(2), persistent=False)
        self.register_buffer("empty", None)
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        self.kept = self.kept + 1
        return x + self.kept


m = Table()
out = m(torch.zeros(3))
names = [n for n, _ in m.named_buffers()]
print(json.dumps([out.tolist(), sorted(m.state_dict()), sorted(names), m.empty is None, len(list(m.buffers()))]))
