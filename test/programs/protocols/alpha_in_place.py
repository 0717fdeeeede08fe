# add_ with alpha.
import json

import torch

x, y = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])
r = [x.add(y), torch.sub(x, y)]
z = x.clone()
z.add_(y, alpha=10)
print(json.dumps([t.tolist() for t in [*r, z]]))
