# What a state dict holds are the parameters themselves.
import json

import torch
from torch import nn

m = nn.LayerNorm(2)
held = m.state_dict()
with torch.no_grad():
    held["weight"].mul_(3.0)
    held["bias"] += 1.0
print(json.dumps([m.weight.tolist(), m.bias.tolist()]))
