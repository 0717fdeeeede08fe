# A set of shapes.
import json

import torch

shapes = {tuple(t.shape) for t in [torch.zeros(2, 1), torch.zeros(2, 1), torch.zeros(3)]}
print(json.dumps({"r": sorted(list(s) for s in shapes)}))
