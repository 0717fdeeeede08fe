# None as an explicit argument.
import json

import torch

x = torch.tensor([1.0, 5.0])
print(json.dumps([torch.clamp(x, None, 3.0).tolist(), torch.clamp(x, min=2.0, max=None).tolist()]))
