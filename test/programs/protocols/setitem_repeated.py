# Augmented assignment through repeated indices and masks.
import json

import torch

x = torch.zeros(3)
x[[0, 0, 1]] += 1
y = torch.arange(6.0).view(2, 3)
y[y > 2] *= 10
y[:, 1] -= 1
y[0][2] = 7
z = torch.zeros(2, 2)
z[[0, 1], [1, 0]] += torch.tensor([1.0, 2.0])
z[torch.tensor([True, False])] -= 3
print(json.dumps([x.tolist(), y.tolist(), z.tolist()]))
