# nn.Conv2d with constant weights.
import json

import torch
from torch import nn

c = nn.Conv2d(1, 2, kernel_size=3, padding=1, bias=True)
nn.init.constant_(c.weight, 1.0)
nn.init.constant_(c.bias, 0.5)
print(json.dumps(c(torch.ones(1, 1, 3, 3))[0, 0].tolist()))
