# torch.tensor's dtype comes from the values.
import json

import torch

t = [torch.tensor([1, 2]), torch.tensor([1.0, 2]), torch.tensor([True]), torch.tensor(3)]
print(json.dumps([[str(x.dtype == d) for d in (torch.int64, torch.float32, torch.bool)] for x in t]))
