# masked_fill with numbers, infinities, tensors and masks that are broadcast.
import json

import torch

x = torch.arange(6.0).view(2, 3)
m = torch.tensor([True, False, True])
i = torch.arange(3)
y = x.clone()
y.masked_fill_(m, -1)
r = [x.masked_fill(m, 0), x.masked_fill(x > 2, -1e4), x.masked_fill(~m, torch.tensor(9.0)), i.masked_fill(m, 7), y]
r += [x.masked_fill(m == 0, 1.5), x.masked_fill(m.view(1, 3).expand(2, 3), 2), torch.masked_fill(x, m, 3.0)]
print(json.dumps([t.tolist() for t in r] + [str(i.masked_fill(m, 7).dtype), x.masked_fill(m, float("-inf")).min().item() < -1e30]))
