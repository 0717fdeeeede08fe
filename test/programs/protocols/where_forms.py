# where with numbers and tensors, nonzero and masks.
import json

import torch

x = torch.tensor([[0, 2], [3, 0]])
f = torch.tensor([1.0, -1.0])
r = [torch.where(x > 0, x, -1), torch.where(f > 0, f, 0.5), torch.where(f > 0, 1.0, 0.0), torch.where(f > 0, 1, 0)]
r += [x.nonzero(), torch.nonzero(f > 0), f[f > 0], x[x > 1]]
print(json.dumps([[t.dtype == torch.float32, t.dtype == torch.int64, t.tolist()] for t in r]))
