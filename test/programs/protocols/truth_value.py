# bool of a one-element tensor in if, while, and, not.
import json

import torch

x = torch.tensor(2.0)
r = []
if x > 1:
    r.append("big")
if not (x == 3):
    r.append("not three")
while x > 0:
    x = x - 1
r.append("zero" if x == 0 else "other")
print(json.dumps([r, bool(torch.tensor([0])), bool(torch.tensor(True))]))
