# A float tensor to a negative power.
import json

import torch

print(json.dumps((torch.tensor([2.0, 4.0]) ** -1).tolist()))
