# Views made before the tensor is written show what was written.
import json

import torch

x = torch.zeros(2, 3)
row, turned, part, flat, wide = x[0], x.t(), x[:, 1:], x.view(-1), x.unsqueeze(0)
x[0, 1] = 5.0
x.add_(1.0)
print(json.dumps([row.tolist(), turned.tolist(), part.tolist(), flat.tolist(), wide.tolist()]))
