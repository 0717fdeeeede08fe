# Reductions to 0-D tensors and their items.
import json

import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
print(json.dumps([x.prod().item(), x.max().item(), list(x.max().shape), x.argmax().item()]))
