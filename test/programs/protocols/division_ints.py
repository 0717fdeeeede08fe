# Division of int tensors gives floats.
import json

import torch

a = torch.tensor([7, 8])
print(json.dumps([(a / 2).tolist(), (a // 2).tolist(), (a % 3).tolist(), (a / torch.tensor([2, 3])).tolist()]))
