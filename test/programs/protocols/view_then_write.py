# Writing into a view.
import json

import torch

x = torch.zeros(4)
y = x.view(2, 2)
y[0, 1] = 5.0
print(json.dumps(x.tolist()))
