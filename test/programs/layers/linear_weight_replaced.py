# A linear layer gets another parameter and other data.
import json

import torch
from torch import nn

m = nn.Linear(2, 3)
m.weight = nn.Parameter(torch.arange(6.0).view(3, 2))
m.bias = nn.Parameter(torch.zeros(3))
first = m(torch.ones(1, 2)).tolist()
m.weight.data = torch.ones(3, 2) * 2
m.weight.data[0] = 7.0
print(json.dumps([first, m(torch.ones(1, 2)).tolist()]))
