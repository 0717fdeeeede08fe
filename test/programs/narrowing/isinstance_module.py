# isinstance with layer classes while walking over modules.
import json

import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.LayerNorm(3))
kinds = []
for m in net.modules():
    if isinstance(m, nn.Linear):
        kinds.append("linear")
    elif isinstance(m, (nn.LayerNorm, nn.GroupNorm)):
        kinds.append("norm")
print(json.dumps(kinds))
