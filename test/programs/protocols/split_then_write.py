# Writing into a piece of split.
import json

import torch

x = torch.zeros(4)
a, b = x.split(2)
a[0] = 5.0
print(json.dumps([x.tolist(), a.tolist()]))
