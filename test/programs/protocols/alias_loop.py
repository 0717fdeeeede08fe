# `total += part` in a loop over fresh values.
import json

import torch

total = torch.zeros(2)
for part in torch.ones(3, 2).unbind(0):
    total += part
print(json.dumps(total.tolist()))
