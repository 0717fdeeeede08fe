# A call inside a lambda's body with a certain receiver.
import json

import torch

x = torch.arange(6)
f = lambda n: x.view(n, -1).permute(1, 0)
print(json.dumps(f(2).tolist()))
