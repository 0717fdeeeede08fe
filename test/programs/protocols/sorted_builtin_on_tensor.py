# Python's sorted over a 1-D tensor.
import json

import torch

print(json.dumps([v.item() for v in sorted(torch.tensor([3, 1, 2]))]))
