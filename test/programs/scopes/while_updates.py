# A while loop that reshapes until one element is left.
import json

import torch

x = torch.arange(8).float()
steps = 0
while x.numel() > 1:
    x = x.view(2, -1).sum(0)
    steps += 1
print(json.dumps({"x": x.tolist(), "steps": steps}))
