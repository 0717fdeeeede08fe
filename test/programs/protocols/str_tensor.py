# str of a tensor.
import json

import torch

print(json.dumps(str(torch.tensor([1, 2]))))
