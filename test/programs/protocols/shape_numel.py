# numel of a shape.
import json

import torch

print(json.dumps([torch.zeros(2, 3).shape.numel(), torch.zeros(2, 3).numel()]))
