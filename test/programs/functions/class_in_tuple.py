# A tuple of layer classes for isinstance.
import json

import torch
from torch import nn

NORMS = (nn.LayerNorm, nn.GroupNorm)
print(json.dumps([isinstance(m, NORMS) for m in [nn.LayerNorm(2), nn.Linear(1, 1), nn.GroupNorm(1, 2)]]))
