# `mul_` on a row of a tensor.
import json

import torch

x = torch.ones(2, 2)
x[0].mul_(3)
print(json.dumps(x.tolist()))
