# .values and .indices of a result.
import json

import torch

x = torch.tensor([[3.0, 1.0], [2.0, 5.0]])
r = x.max(dim=1)
print(json.dumps([r.values.tolist(), r.indices.tolist(), x.topk(1, dim=1).values.tolist(), x.sort(0).indices.tolist()]))
