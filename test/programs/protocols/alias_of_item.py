# `+=` on an item of a list whose tensor has another name.
import json

import torch

a = torch.zeros(2)
rows = [a, a]
rows[0] += 1.0
table = {"k": a}
table["k"] *= 3.0
print(json.dumps([a.tolist(), rows[1].tolist()]))
