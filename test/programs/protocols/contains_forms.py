# `in` with a tensor on either side.
import json

import torch

x = torch.tensor([[1, 2], [3, 4]])
print(json.dumps([3 in x, 9 in x, torch.tensor(4) in x, torch.tensor(2) in [1, 2], 2 in x.tolist()[0], x.shape[0] in x]))
