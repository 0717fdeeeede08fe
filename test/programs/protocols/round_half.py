# round to even.
import json

import torch

print(json.dumps(torch.round(torch.tensor([0.5, 1.5, 2.5, -0.5])).tolist()))
