# contiguous on a contiguous tensor is the tensor itself.
import json

import torch

x = torch.zeros(2)
y = x.contiguous()
y[0] = 4.0
print(json.dumps(x.tolist()))
