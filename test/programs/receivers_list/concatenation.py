# `+` joins lists and adds tensors.
import json

import torch

a, b = [1, 2], [3, 4]
print(json.dumps([a + b, (torch.tensor(a) + torch.tensor(b)).tolist()]))
