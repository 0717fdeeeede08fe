# cat of an int and a float tensor.
import json

import torch

print(json.dumps(torch.cat([torch.tensor([1]), torch.tensor([0.5])]).tolist()))
