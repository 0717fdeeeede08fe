# `add_` on one of two names.
import json

import torch

x = torch.zeros(2)
y = x
x.add_(1)
print(json.dumps([x.tolist(), y.tolist()]))
