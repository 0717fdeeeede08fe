# A subscript right after a call.
import json

import torch

x = torch.tensor([[3.0, 1.0], [2.0, 5.0]])
print(json.dumps([x.max(1)[0].tolist(), x.max(dim=1)[1].tolist(), x.sort(dim=1)[0][:, 0].tolist()]))
