# int(), float(), str of items, list() of a tensor.
import json

import torch

print(json.dumps([int(torch.tensor(2.7)), float(torch.tensor(3)), [int(v) for v in list(torch.tensor([4, 5]))]]))
