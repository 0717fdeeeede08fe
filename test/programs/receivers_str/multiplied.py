# A repeated string.
import json

import torch

print(json.dumps(["-" * 3, (torch.ones(2) * 3).tolist()]))
