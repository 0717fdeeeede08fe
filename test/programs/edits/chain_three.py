# Three methods in one chain.
import json

import torch

x = torch.arange(12)
print(json.dumps(x.view(3, 4).permute(1, 0).contiguous().tolist()))
