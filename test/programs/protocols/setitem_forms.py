# Item assignment with ints, slices, ellipsis and masks.
import json

import torch

x = torch.zeros(2, 3)
x[0] = 1.0
x[1, 2] = 5.0
x[..., 0] = 2.0
x[:, 1:2] = torch.tensor([[7.0], [8.0]])
print(json.dumps(x.tolist()))
x[x > 6] = 0.0
print(json.dumps(x.tolist()))
