# Copies of objects and modules with tensors.
import copy
import json

import torch
from torch import nn


class Box:
    def __init__(self, x):
        self.x = x


b = Box(torch.zeros(2))
shallow, deep = copy.copy(b), copy.deepcopy(b)
b.x[0] = 5.0
m = nn.LayerNorm(2)
twin, other = copy.copy(m), copy.deepcopy(m)
with torch.no_grad():
    m.weight[0] = 3.0
print(json.dumps([shallow.x.tolist(), deep.x.tolist(), twin.weight.tolist(), other.weight.tolist()]))
