# str.split beside tensor.split.
import json

import torch

s = "1,2,3"
t = torch.tensor([int(v) for v in s.split(",")])
print(json.dumps([s.split(","), [p.tolist() for p in t.split(2)]]))
