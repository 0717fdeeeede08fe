# dict.get with a default.
import json

import torch

d = {"x": torch.arange(4)}
x = d.get("x")
y = d.get("y", torch.zeros(2))
print(json.dumps([x.view(2, 2).tolist(), y.unsqueeze(0).tolist()]))
