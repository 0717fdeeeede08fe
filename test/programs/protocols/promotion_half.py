# float16 with float32.
import json

import torch

r = torch.ones(2, dtype=torch.float16) + torch.ones(2)
print(json.dumps([r.tolist(), r.dtype == torch.float32]))
