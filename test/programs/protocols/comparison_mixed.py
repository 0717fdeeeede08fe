# Methods and functions that compare integers with floats.
import json

import torch

x = torch.tensor([1, 2, 3])
f = torch.tensor([1.0, 2.5, 3.0])
print(json.dumps([x.lt(f).tolist(), torch.eq(x, f).tolist(), f.add(x).tolist()]))
