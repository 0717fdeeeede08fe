# Counting parameters.
import json

import torch
from torch import nn

m = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2))
print(json.dumps([sum(p.numel() for p in m.parameters()), sum(p.numel() for p in m.parameters() if p.requires_grad), len(list(m.parameters()))]))
