# isinstance(x, nn.Parameter).
import json

import torch
from torch import nn

p = nn.Parameter(torch.ones(2))
t = torch.ones(2)
print(json.dumps([isinstance(p, nn.Parameter), isinstance(t, nn.Parameter), isinstance(p, torch.Tensor)]))
