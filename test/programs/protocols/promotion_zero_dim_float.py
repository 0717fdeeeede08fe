# A tensor without dimensions does not raise the precision of one with dimensions.
import json

import torch

x = torch.ones(2)
scale = torch.tensor(2.0, dtype=torch.float64)
a = x * scale
b = x.to(torch.bfloat16) * torch.tensor(2.0)
c = torch.tensor([1.0, 2.0], dtype=torch.float64)[0] + x
print(json.dumps([str(a.dtype), str(b.dtype), str(c.dtype), str((x * scale.view(1)).dtype)]))
