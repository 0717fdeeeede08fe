# str.index, count and find.
import json

import torch

s = "banana"
print(json.dumps([s.index("n"), s.count("a"), s.find("x"), torch.ones(1).sum().item()]))
