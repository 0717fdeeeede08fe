# A state dict's names and shapes.
import json

import torch
from torch import nn

m = nn.LayerNorm(3)
print(json.dumps([[k, list(v.shape)] for k, v in m.state_dict().items()]))
