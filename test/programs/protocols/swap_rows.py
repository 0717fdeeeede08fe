# Two rows that are exchanged in one statement: both sides look into the same tensor.
import json

import torch

x = torch.arange(4.0).view(2, 2)
x[0], x[1] = x[1], x[0]
y = torch.arange(4.0).view(2, 2)
y[0], y[1] = y[1].clone(), y[0].clone()
z = torch.arange(4.0)
z[0], z[3] = z[3].item(), z[0].item()
print(json.dumps([x.tolist(), y.tolist(), z.tolist()]))
