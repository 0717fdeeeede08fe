# (*x.shape[:-1], …) and unpacking of a shape.
import json

import torch

x = torch.zeros(2, 3, 4)
b, n, c = x.shape
print(json.dumps([list(x.reshape(*x.shape[:-1], 2, 2).shape), b, n, c, [*x.shape[1:]]]))
