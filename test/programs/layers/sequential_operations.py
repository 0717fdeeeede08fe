# Slices, items, additions and names of a Sequential.
import json
from collections import OrderedDict

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x):
        return x * self.by


m = nn.Sequential(Scale(2), Scale(3), Scale(5))
m.add_module("more", Scale(7))
m.add_module("last", Scale(11))
named = nn.Sequential(OrderedDict([("one", Scale(2)), ("two", Scale(3))]))
x = torch.ones(1)
r = [m(x).item(), m[:2](x).item(), m[-1].by, m[1].by, len(m), [n for n, _ in m.named_children()], named(x).item()]
r += [nn.Sequential(*list(m.children())[:-1])(x).item(), [type(c).__name__ for c in m.modules()], nn.Sequential(*[Scale(i) for i in (1, 2)])(x).item()]
print(json.dumps(r))
