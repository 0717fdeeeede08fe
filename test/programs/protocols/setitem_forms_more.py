# Steps, ellipses, empty index, single masks and scalars on the left of an assignment.
import json

import torch

x = torch.zeros(4, 3)
x[::2] = 1
x[..., -1] = torch.tensor([5.0, 6.0, 7.0, 8.0])
x[1, :2] = 3
x[2:, 0] = x[:2, 0] + 1
m = x[:, 0] > 1
x[m, 1] = -1
s = torch.tensor(0.0)
s[()] = 4
v = torch.arange(4)
v[1:3] = v[0:2].clone()
w = torch.zeros(2, 3)
w[:] = torch.tensor([1.0, 2.0, 3.0])
w[1] = w[0] * 2
print(json.dumps([x.tolist(), s.item(), v.tolist(), w.tolist()]))
