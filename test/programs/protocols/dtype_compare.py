# Comparing and branching on a dtype.
import json

import torch

x = torch.zeros(1)
kinds = {torch.float32: "single", torch.float64: "double"}
print(json.dumps([x.dtype == torch.float32, x.dtype is torch.float32, x.dtype in (torch.float16, torch.float32), kinds[x.dtype]]))
