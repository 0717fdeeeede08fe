# module.double() and module.to(dtype).
import json

import torch
from torch import nn

m = nn.LayerNorm(2).double()
print(json.dumps([m.weight.dtype == torch.float64, m.to(torch.float32).weight.dtype == torch.float32]))
