# arange's dtype comes from its arguments.
import json

import torch

print(json.dumps([torch.arange(3).tolist(), torch.arange(0, 1, 0.5).tolist(), torch.arange(3.0).tolist()]))
