# Small integers wrap around.
import json

import torch

x = torch.tensor([250, 5], dtype=torch.uint8)
y = torch.tensor([100, -100], dtype=torch.int8)
print(json.dumps([(x + 10).tolist(), (y * 2).tolist(), (x.long() + 10).tolist(), str((x + 1).dtype)]))
