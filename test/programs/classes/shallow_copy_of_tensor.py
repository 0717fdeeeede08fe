# A shallow copy of a tensor.
import copy
import json

import torch

x = torch.zeros(2)
y = copy.copy(x)
x[0] = 1.0
z = copy.deepcopy(x)
z[1] = 2.0
print(json.dumps([x.tolist(), y.tolist(), z.tolist()]))
