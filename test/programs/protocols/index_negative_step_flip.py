# flip instead of a negative step.
import json

import torch

print(json.dumps(torch.arange(4).flip(0).tolist()))
