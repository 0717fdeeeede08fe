# A lambda as the key of list.sort and sorted.
import json

import torch

items = [("b", torch.tensor(2.0)), ("a", torch.tensor(1.0))]
items.sort(key=lambda item: item[1].item())
print(json.dumps([[n, t.item()] for n, t in sorted(items, key=lambda p: -p[1].item())] + [items[0][0]]))
