# dict.pop and setdefault.
import json

import torch

d = {"x": torch.zeros(2, 2)}
d.setdefault("n", []).append(3)
x = d.pop("x")
print(json.dumps([x.view(4).tolist(), d]))
