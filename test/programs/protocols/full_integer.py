# torch.full with an integer gives int64.
import json

import torch

x = torch.full((2,), 7)
print(json.dumps([x.tolist(), x.dtype == torch.int64, torch.full((1,), 1.0).tolist(), torch.full((1,), True).tolist()]))
