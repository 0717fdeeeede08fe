# Two lists as indices.
import json

import torch

x = torch.tensor([[1, 2], [3, 4]])
print(json.dumps(x[[0, 1], [1, 0]].tolist()))
