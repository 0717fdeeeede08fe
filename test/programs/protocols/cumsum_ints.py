# cumsum of a mask and of int32.
import json

import torch

print(json.dumps([torch.tensor([True, True]).cumsum(0).tolist(), torch.tensor([1, 2], dtype=torch.int32).cumsum(0).tolist()]))
