# Everything that max can be given and give.
import json

import torch

x = torch.tensor([[1.0, 5.0, 2.0], [7.0, 0.0, 3.0]])
y = torch.full((2, 3), 2.5)
values, indices = x.max(1)
pair = torch.max(x, dim=0)
named = x.max(dim=-1, keepdim=True)
r = [values, indices, pair.values, pair[1], named[0], named.indices, x.max(), torch.max(x, y), x.max(y), torch.max(x, 1)[0]]
r += [x.max(1).values.max(), x.min(0)[1], torch.min(x, y)]
print(json.dumps([t.tolist() for t in r] + [len(pair), isinstance(pair, tuple)]))
