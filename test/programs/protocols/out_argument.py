# out= writes into a tensor that another name holds.
import json

import torch

x = torch.ones(2)
y = torch.zeros(2)
z = y
torch.add(x, x, out=y)
print(json.dumps([y.tolist(), z.tolist()]))
