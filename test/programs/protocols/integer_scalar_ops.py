# Integers with Python numbers keep their dtype, with floats they become the default dtype.
import json

import torch

x = torch.tensor([7, -7])
i = x.int()
r = [x + 1, x * 0.5, x / 2, x // 2, x % 3, -x // 3, 1 - x, 2**x.abs(), x**2, i + 1, i * 2.0, i / 2, 10 // i, 10 % i, 1 / x]
print(json.dumps([[str(t.dtype), t.tolist()] for t in r]))
