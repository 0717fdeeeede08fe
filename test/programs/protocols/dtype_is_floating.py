# dtype.is_floating_point.
import json

import torch

print(json.dumps([torch.float32.is_floating_point, torch.zeros(1).long().is_floating_point()]))
