# tensor in list by identity of one-element tensors.
import json

import torch

a = torch.tensor(1)
print(json.dumps([a in [torch.tensor(1)], a in [torch.tensor(2)]]))
