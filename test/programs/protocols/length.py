# len of a tensor.
import json

import torch

print(json.dumps([len(torch.zeros(3, 2)), len(torch.zeros(3, 2)[0]), len(torch.zeros(0))]))
