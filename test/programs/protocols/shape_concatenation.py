# x.shape[:-1] + (…,).
import json

import torch

x = torch.zeros(2, 3, 4)
print(json.dumps([list(x.shape[:-1] + (2, 2)), list(x.view(x.shape[:-1] + (2, 2)).shape)]))
