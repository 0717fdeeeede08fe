# Keys, items, deletions and tests of a ModuleDict.
import json

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def forward(self, x):
        return x * self.by


m = nn.ModuleDict({"a": Scale(1), "b": Scale(2)})
m["c"] = Scale(3)
m["d"] = Scale(4)
gone = m["a"]
del m["a"]
x = torch.ones(1)
r = [list(m.keys()), {k: v(x).item() for k, v in m.items()}, [v.by for v in m.values()], "a" in m, "b" in m, len(m), gone.by, list(m), m["d"].by]
print(json.dumps(r))
