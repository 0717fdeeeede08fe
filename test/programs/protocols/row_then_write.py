# Writing into a row under another name.
import json

import torch

x = torch.zeros(2, 2)
row = x[1]
row[0] = 7.0
print(json.dumps(x.tolist()))
