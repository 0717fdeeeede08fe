# `x += y` where x is fresh and has one name.
import json

import torch

y = torch.ones(2)
x = y * 2
x += y
x *= 3
x /= 2
x -= 1
print(json.dumps([x.tolist(), y.tolist()]))
