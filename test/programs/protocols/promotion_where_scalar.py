# where with scalars.
import json

import torch

x = torch.tensor([1.0, -1.0])
print(json.dumps([torch.where(x > 0, x, 0.0).tolist(), torch.where(x > 0, 1.0, x).tolist()]))
