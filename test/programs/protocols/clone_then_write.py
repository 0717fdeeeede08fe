# clone does not share.
import json

import torch

x = torch.zeros(2)
y = x.clone()
y[0] = 4.0
print(json.dumps([x.tolist(), y.tolist()]))
