# A mask times a tensor of floats, without a conversion.
import json

import torch

m = torch.tensor([True, False])
x = torch.tensor([1.5, 2.5])
print(json.dumps([(x * m).tolist(), (m * x).tolist(), (m + x).tolist(), (x > 2).sum().item()]))
