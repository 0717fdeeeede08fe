# Comparisons of tensors with numbers and with each other give bool tensors.
import json

import torch

x = torch.tensor([1, 2, 3])
f = torch.tensor([1.0, 2.5, 3.0])
r = [x > 1.5, x == 2.0, f >= 2, x.float() == f, x != 2, x.eq(2), x.ne(1), x.gt(1), f.le(2.5), x.float().lt(f), torch.eq(x, 3), (x > 1) & (f < 3), (x > 1) == True]
print(json.dumps([[str(t.dtype).split(".")[-1], t.tolist()] for t in r]))
