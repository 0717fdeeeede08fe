# nn.Linear with filled weights.
import json

import torch
from torch import nn

m = nn.Linear(3, 2)
nn.init.constant_(m.weight, 0.5)
nn.init.zeros_(m.bias)
print(json.dumps(m(torch.tensor([[1.0, 2.0, 3.0]])).tolist()))
