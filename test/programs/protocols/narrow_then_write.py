# narrow looks into the tensor.
import json

import torch

x = torch.zeros(3, 2)
x.narrow(0, 1, 1).fill_(4.0)
y = x.narrow(0, 1, 2)
y.add_(1.0)
x[1, 0] = 9.0
print(json.dumps([x.tolist(), y.tolist()]))
