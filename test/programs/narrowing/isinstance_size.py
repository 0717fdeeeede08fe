# A shape is a tuple on PyTorch.
import json

import torch

s = torch.zeros(2, 3).shape
print(json.dumps([isinstance(s, tuple), isinstance(s, list), isinstance(list(s), list)]))
