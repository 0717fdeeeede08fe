# A list of lists as an index means one list per dimension.
import json

import torch

x = torch.tensor([[1, 2], [3, 4]])
print(json.dumps(x[[[0, 1], [1, 0]]].tolist()))
