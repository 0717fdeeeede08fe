# In-place sort of a list and sort of a tensor, as statements, in one loop.
import json

import torch

things = [torch.tensor([2, 1]), [2, 1]]
for thing in things:
    thing.sort()
print(json.dumps([things[0].tolist(), things[1]]))
