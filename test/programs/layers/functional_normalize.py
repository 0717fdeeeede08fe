# F.normalize.
import json

import torch
import torch.nn.functional as F

print(json.dumps([F.normalize(torch.tensor([[3.0, 4.0]]), dim=-1).tolist(), F.normalize(torch.tensor([[3.0, 4.0]]), p=1, dim=1).tolist()]))
