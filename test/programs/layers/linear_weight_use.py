# The weight of a linear layer used in a formula.
import json

import torch
from torch import nn

m = nn.Linear(3, 2, bias=False)
with torch.no_grad():
    m.weight.copy_(torch.arange(6).float().view(2, 3))
print(json.dumps((torch.ones(1, 3) @ m.weight.t()).tolist()))
