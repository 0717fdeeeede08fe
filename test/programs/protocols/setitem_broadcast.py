# Assignments to slices, masks and index lists, with numbers, tensors and other dtypes.
import json

import torch

x = torch.zeros(3, 4)
x[0] = 1
x[:, 1] = torch.arange(3)
x[1, 2:] = torch.tensor([5.0, 6.0])
x[x == 0] = -1
x[[0, 2], [3, 3]] = 9.5
x[..., 0] += 1
x[2][1] = 4
i = torch.zeros(3, dtype=torch.long)
i[1] = 2.7
i[i == 0] = 5
b = torch.zeros(2, dtype=torch.bool)
b[0] = 1
print(json.dumps([x.tolist(), i.tolist(), b.tolist()]))
