# `and`, `or` and `not` with tensors of one element.
import json

import torch

zero, one = torch.tensor(0.0), torch.tensor([1.0])
x = None
y = x or one
z = zero or one
w = one and 3
print(json.dumps([y.tolist(), z.tolist(), w, not zero, (zero if zero else one).tolist(), bool(one and not zero)]))
