# A tensor that was expanded shows what is written into the original.
import json

import torch

x = torch.zeros(1, 2)
y = x.expand(3, 2)
x[0, 1] = 5.0
print(json.dumps(y.tolist()))
