# `to` with the dtype the tensor has is the tensor itself.
import json

import torch

x = torch.zeros(2)
y = x.to(torch.float32)
y[0] = 4.0
print(json.dumps(x.tolist()))
