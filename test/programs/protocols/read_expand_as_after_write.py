# What was broadcast shows what is written into the original later.
import json

import torch

x = torch.zeros(2, 1)
wide = x.expand_as(torch.ones(2, 2))
both = torch.broadcast_to(x, (2, 2))
x.fill_(3.0)
print(json.dumps([wide.tolist(), both.tolist()]))
