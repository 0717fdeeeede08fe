# A moving average of a model's parameters.
import copy
import json

import torch
from torch import nn

model = nn.Sequential(nn.LayerNorm(2), nn.LayerNorm(2))
average = copy.deepcopy(model)
for p in average.parameters():
    p.requires_grad_(False)
with torch.no_grad():
    for p in model.parameters():
        p.add_(1.0)
    for a, p in zip(average.parameters(), model.parameters()):
        a.mul_(0.9).add_(p, alpha=0.1)
print(json.dumps([[round(v, 4) for v in p.tolist()] for p in average.parameters()]))
