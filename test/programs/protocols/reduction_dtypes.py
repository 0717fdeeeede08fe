# The dtypes of reductions.
import json

import torch

b = torch.tensor([[True, False], [True, True]])
i = torch.tensor([[1, 2], [3, 4]], dtype=torch.int32)
f = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
r = [b.sum(), b.sum(0), i.sum(), i.prod(), i.cumsum(0), b.cumsum(1), i.max(), i.argmax(), f.argmin(1), i.sum(dtype=torch.float64)]
r += [f.sum(dtype=torch.float64), i.float().mean(), b.any(), b.all(0), i.abs(), i.min(0).indices, f.norm()]
dtypes = [torch.int64, torch.int32, torch.float32, torch.float64, torch.bool]
print(json.dumps([[dtypes.index(t.dtype), t.tolist()] for t in r]))
