# eps and normalized_shape.
import json

import torch
from torch import nn

m = nn.LayerNorm(4, eps=1e-6)
print(json.dumps([m.eps, list(m.normalized_shape), list(m.weight.shape)]))
