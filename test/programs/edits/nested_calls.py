# Calls nested in arguments.
import json

import torch

a, b = torch.ones(2, 3), torch.zeros(2, 3)
print(json.dumps(torch.cat([torch.stack([a, b], dim=0).sum(dim=0), a.view(2, 3).mul(b.add(1))], dim=1).tolist()))
