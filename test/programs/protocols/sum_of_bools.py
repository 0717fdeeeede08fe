# The sum of a mask is an integer.
import json

import torch

m = torch.tensor([True, True, False])
print(json.dumps([m.sum().item(), (m.sum() / 2).item(), m.float().mean().item()]))
