# Writing into a transposed view.
import json

import torch

x = torch.zeros(2, 3)
y = x.transpose(0, 1)
y[2, 0] = 5.0
print(json.dumps(x.tolist()))
