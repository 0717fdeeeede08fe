# A boolean mask over the first dimension.
import json

import torch

x = torch.tensor([[1, 2], [3, 4], [5, 6]])
print(json.dumps(x[torch.tensor([True, False, True])].tolist()))
