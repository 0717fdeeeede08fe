# Initialising rows of a linear weight, and all parameters by their dimensions.
import json

import torch
from torch import nn

m = nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3))
with torch.no_grad():
    for p in m.parameters():
        if p.dim() > 1:
            p.copy_(torch.arange(p.numel()).float().view_as(p))
        else:
            p.zero_()
print(json.dumps(m[0](torch.tensor([[1.0, 2.0]])).tolist()))
