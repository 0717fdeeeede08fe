# Tensors made like others, of numbers and of arrays.
import json

import numpy as np
import torch

x = torch.ones(2, 3, dtype=torch.float64)
a = np.arange(4).reshape(2, 2)
r = [x.new_zeros(2), x.new_ones((1, 2)), x.new_full((2,), 7), torch.zeros_like(x), torch.ones_like(x, dtype=torch.long), torch.full_like(x, 2)]
r += [torch.tensor(a), torch.tensor(a.astype("float32")), torch.from_numpy(a), torch.full((2,), 7), torch.full((2,), 7.0), torch.full((1,), True)]
r += [torch.arange(3), torch.arange(1, 4), torch.arange(0, 1, 0.25), torch.arange(5, 0, -2), torch.linspace(0, 1, 3), torch.eye(2), torch.arange(3.0)]
dtypes = [torch.int64, torch.int32, torch.bool, torch.float32, torch.float64]
print(json.dumps([[dtypes.index(t.dtype), t.tolist()] for t in r]))
