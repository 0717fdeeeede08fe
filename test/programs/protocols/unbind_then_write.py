# The rows that unbind gives look into the tensor.
import json

import torch

x = torch.zeros(2, 2)
a, b = x.unbind(0)
a.add_(1.0)
b[1] = 3.0
for row in x:
    row.mul_(2.0)
print(json.dumps(x.tolist()))
