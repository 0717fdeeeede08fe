# Writing into what reshape gives.
import json

import torch

x = torch.zeros(4)
y = x.reshape(2, 2)
y[1, 1] = 5.0
print(json.dumps(x.tolist()))
