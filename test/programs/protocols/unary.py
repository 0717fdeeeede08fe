# -x, ~mask, abs(x), +x.
import json

import torch

x = torch.tensor([-1.0, 2.0])
m = torch.tensor([True, False])
print(json.dumps([(-x).tolist(), (~m).tolist(), abs(x).tolist(), (+x).tolist()]))
