# A 0-D float64 tensor does not promote a float32 tensor.
import json

import torch

x = torch.ones(2)
s = torch.tensor(2.0, dtype=torch.float64)
print(json.dumps([(x * s).tolist(), (x * s).dtype == torch.float32]))
