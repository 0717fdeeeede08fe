# A dictionary's items, keys and values.
import json

import torch

d = {"b": torch.zeros(1, 2), "a": torch.ones(2, 1)}
print(json.dumps([sorted(d.keys()), [v.view(-1).tolist() for v in d.values()], [[k, v.size(0)] for k, v in d.items()]]))
