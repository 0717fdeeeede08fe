# Writing into the array that numpy() gives.
import json

import torch

x = torch.zeros(2)
n = x.numpy()
n[0] = 5.0
print(json.dumps([x.tolist(), n.tolist()]))
