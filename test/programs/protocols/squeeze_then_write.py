# Writing through unsqueeze, squeeze and flatten.
import json

import torch

x = torch.zeros(2, 1)
x.squeeze(1)[0] = 1.0
x.unsqueeze(0)[0, 1] = 2.0
print(json.dumps([x.tolist(), x.flatten().tolist()]))
