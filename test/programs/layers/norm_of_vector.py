# Layers that get a vector without a batch.
import json

import torch
from torch import nn

x = torch.tensor([1.0, 3.0])
norm, plain = nn.LayerNorm(2), nn.LayerNorm((2,), eps=1e-3)
line = nn.Linear(2, 1)
nn.init.ones_(line.weight)
nn.init.zeros_(line.bias)
print(json.dumps([norm(x).tolist(), plain(x).tolist(), line(x).tolist(), torch.softmax(x, -1).tolist()]))
