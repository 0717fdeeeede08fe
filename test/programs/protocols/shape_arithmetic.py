# Arithmetic with sizes.
import json

import torch

x = torch.zeros(2, 6)
n = x.size(1) // 3
print(json.dumps([list(x.view(2, 3, n).shape), x.shape[0] * x.shape[1], x.shape[1] % 4]))
