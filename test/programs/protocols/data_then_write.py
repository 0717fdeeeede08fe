# x.data shares the values.
import json

import torch

x = torch.zeros(2)
x.data[0] = 4.0
print(json.dumps(x.tolist()))
