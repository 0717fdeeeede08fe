# bool tensors in arithmetic.
import json

import torch

m = torch.tensor([True, False])
print(json.dumps([(m * torch.tensor([2.0, 3.0])).tolist(), (m.float() - 1).tolist(), m.long().sum().item()]))
