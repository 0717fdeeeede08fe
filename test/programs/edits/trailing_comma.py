# Trailing commas in arguments.
import json

import torch

y = torch.zeros(2, 3,).view(3, 2,).transpose(0, 1,)
print(json.dumps(list(y.shape)))
