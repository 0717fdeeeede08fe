# Writing into the diagonal writes into the matrix.
import json

import torch

x = torch.zeros(2, 2)
x.diagonal().fill_(3.0)
d = torch.diagonal(x)
d[0] = 5.0
print(json.dumps(x.tolist()))
