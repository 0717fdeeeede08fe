# Counting and scaling with masks.
import json

import torch

m = torch.tensor([True, False, True])
x = torch.tensor([1.0, 2.0, 3.0])
r = [m.sum().item(), (~m).long().tolist(), (m * 2).tolist(), (x * m.float()).tolist(), m.float().mean().item(), (m & (x > 1)).tolist(), (m | ~m).all().item()]
r += [m.int().tolist(), (m ^ m).tolist(), m.sum() / m.numel(), (1 - m.float()).tolist(), m.to(x.dtype).tolist(), (m == 1).tolist()]
print(json.dumps([v.item() if isinstance(v, torch.Tensor) else v for v in r]))
