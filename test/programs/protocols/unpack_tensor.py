# a, b = tensor.
import json

import torch

a, b = torch.tensor([[1, 2], [3, 4]])
print(json.dumps([a.tolist(), b.view(2, 1).tolist()]))
