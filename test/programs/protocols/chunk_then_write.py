# Writing into a piece of chunk.
import json

import torch

x = torch.zeros(4)
parts = x.chunk(2)
parts[1].fill_(3.0)
print(json.dumps(x.tolist()))
