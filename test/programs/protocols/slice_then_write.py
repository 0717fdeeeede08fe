# Writing into a slice under another name.
import json

import torch

x = torch.zeros(4)
y = x[1:3]
y[0] = 5.0
print(json.dumps([x.tolist(), y.tolist()]))
