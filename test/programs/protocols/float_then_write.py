# float() of a float tensor is the tensor itself.
import json

import torch

x = torch.zeros(2)
y = x.float()
y[0] = 4.0
print(json.dumps(x.tolist()))
