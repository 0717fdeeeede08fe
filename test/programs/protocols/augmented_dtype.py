# An augmented assignment keeps the dtype of its left side.
import json

import torch

x = torch.ones(2)
x += torch.ones(2, dtype=torch.float64)
i = torch.ones(2, dtype=torch.int32)
i += torch.ones(2, dtype=torch.int64)
i *= 3
h = torch.ones(2, dtype=torch.bfloat16)
h += 0.5
h *= torch.ones(2)
m = torch.tensor([True, False])
m |= torch.tensor([False, True])
m &= torch.tensor([True, False])
names = [str(t.dtype).split(".")[-1] for t in (x, i, h, m)]
print(json.dumps([x.tolist(), i.tolist(), h.float().tolist(), m.tolist(), names]))
