# A 0-D tensor's shape.
import json

import torch

x = torch.tensor(3.0)
print(json.dumps([list(x.shape), x.dim(), x.numel(), list(x.view(1).shape), x.reshape(-1).tolist()]))
