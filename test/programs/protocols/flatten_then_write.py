# flatten and unsqueeze of a contiguous tensor share its storage.
import json

import torch

x = torch.zeros(2, 2)
x.flatten()[0] = 1.0
x.unsqueeze(0)[0, 1, 0] = 3.0
torch.flatten(x)[3] = 4.0
f = x.flatten(0, 1)
x[0, 1] = 6.0
print(json.dumps([x.tolist(), f.tolist()]))
