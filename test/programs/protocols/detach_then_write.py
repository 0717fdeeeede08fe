# detach shares the values.
import json

import torch

x = torch.zeros(2)
y = x.detach()
y[0] = 4.0
print(json.dumps(x.tolist()))
