# list.sort(reverse=True) and tensor.sort(descending=True).
import json

import torch

a = [3.0, 1.0, 2.0]
t = torch.tensor(a)
a.sort(reverse=True)
print(json.dumps([a, t.sort(descending=True).values.tolist(), t.tolist()]))
