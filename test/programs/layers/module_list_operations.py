# Slices, lengths, additions and indices of a ModuleList.
import json

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x):
        return x * self.by


m = nn.ModuleList([Scale(1), Scale(2)])
m.append(Scale(3))
m.extend([Scale(4)])
m.insert(0, Scale(0))
m += [Scale(5)]
m[1] = Scale(10)
x = torch.ones(1)
r = [[f(x).item() for f in m], len(m), m[-1].by, [f.by for f in m[1:3]], [f.by for f in m[::2]], type(m[:2]).__name__]
r += [[n for n, _ in m.named_children()], [i for i, f in enumerate(m) if f.by > 3], m[2] in m, [f.by for f in reversed(m)]]
print(json.dumps(r))
