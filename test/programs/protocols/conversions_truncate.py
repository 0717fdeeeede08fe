# Conversions between dtypes cut off, and give what Python has.
import json

import torch

f = torch.tensor([-1.7, 0.0, 2.9])
r = [f.long(), f.int(), f.bool(), f.to(torch.int32), f.type(torch.long), f.double(), torch.tensor([3, 0]).bool()]
r += [torch.tensor([1, 2.5]), torch.tensor([[1], [2]], dtype=torch.float), torch.tensor([True, False]).float(), f.to(torch.bfloat16).float(), torch.tensor(3).double()]
dtypes = [torch.int64, torch.int32, torch.bool, torch.float32, torch.float64]
print(json.dumps([[dtypes.index(t.dtype), t.tolist()] for t in r] + [type(f[0].item()).__name__, type(f.long()[0].item()).__name__, type(f.bool()[0].item()).__name__]))
