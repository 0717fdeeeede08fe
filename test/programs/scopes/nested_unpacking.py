# Nested unpacking in a for loop.
import json

import torch

pairs = [("a", (torch.ones(2), "x y")), ("b", (torch.zeros(2), "z"))]
out = []
for name, (value, text) in pairs:
    out.append([name, value.view(1, 2).tolist(), text.split(" ")])
print(json.dumps(out))
