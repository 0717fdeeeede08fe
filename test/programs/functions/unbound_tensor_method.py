# torch.Tensor.add called as a function.
import json

import torch

print(json.dumps(torch.Tensor.add(torch.ones(2), 1).tolist()))
