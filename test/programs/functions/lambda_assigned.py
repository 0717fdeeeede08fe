# A lambda bound to a name.
import json

import torch

swap = lambda t: t.permute(1, 0)
print(json.dumps(swap(torch.arange(6).reshape(2, 3)).tolist()))
