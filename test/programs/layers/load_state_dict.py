# load_state_dict from another module.
import json

import torch
from torch import nn

a, b = nn.LayerNorm(2), nn.LayerNorm(2)
with torch.no_grad():
    a.weight.fill_(3.0)
b.load_state_dict(a.state_dict())
print(json.dumps(b.weight.tolist()))
