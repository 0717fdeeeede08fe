# The gradient of a linear weight has the weight's shape.
import json

import torch
from torch import nn

m = nn.Linear(2, 3)
m(torch.ones(1, 2)).sum().backward()
print(json.dumps([list(m.weight.grad.shape), [list(p.grad.shape) for p in m.parameters()]]))
