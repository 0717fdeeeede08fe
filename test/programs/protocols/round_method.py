# x.round().
import json

import torch

print(json.dumps(torch.tensor([0.5, 2.5, 3.2]).round().tolist()))
