# `y = x; x += 1`: both names see the change.
import json

import torch

x = torch.zeros(2)
y = x
x += 1
print(json.dumps([x.tolist(), y.tolist()]))
