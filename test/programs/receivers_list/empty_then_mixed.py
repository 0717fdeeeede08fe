# An empty list that gets a tensor and then text.
import json

import torch

items = []
items.append(torch.arange(4))
items.append("a b")
print(json.dumps([[p.tolist() for p in items[0].split(2)], items[1].split(" ")]))
