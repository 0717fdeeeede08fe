# `+=` on the data of a parameter under no_grad.
import json

import torch
from torch import nn

p = nn.Parameter(torch.zeros(2))
with torch.no_grad():
    p += 1
print(json.dumps([p.tolist(), isinstance(p, torch.Tensor)]))
