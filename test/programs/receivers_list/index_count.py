# list.index and list.count.
import json

import torch

a = [5, 7, 5]
t = torch.tensor(a)
print(json.dumps([a.index(7), a.count(5), (t == 5).sum().item()]))
