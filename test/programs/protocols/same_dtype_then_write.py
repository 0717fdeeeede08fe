# A conversion to the dtype that a tensor has already is the tensor itself.
import json

import torch

x = torch.zeros(2)
x.float()[0] = 1.0
x.to(torch.float32).add_(1.0)
y = x.double()
y[1] = 7.0
z = x.to(x.dtype)
z[1] = 8.0
print(json.dumps([x.tolist(), y.tolist()]))
