# @ with int tensors.
import json

import torch

m = torch.arange(4).reshape(2, 2)
print(json.dumps((m @ m).tolist()))
