# number in tensor.
import json

import torch

print(json.dumps([2 in torch.tensor([1, 2]), 5 in torch.tensor([1, 2])]))
