# requires_grad of parameters set to False.
import json

import torch
from torch import nn

m = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2))
for p in m[0].parameters():
    p.requires_grad = False
print(json.dumps([p.requires_grad for p in m.parameters()]))
