# list.copy is independent, and so is clone.
import json

import torch

a = [1, 2]
b = a.copy()
b.append(3)
t = torch.tensor(a)
u = t.clone()
u[0] = 9
print(json.dumps([a, b, t.tolist(), u.tolist()]))
