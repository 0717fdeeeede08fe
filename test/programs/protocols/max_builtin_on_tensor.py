# Python's max over a 1-D tensor.
import json

import torch

print(json.dumps([max(torch.tensor([1, 5, 3])).item(), min(torch.tensor([4, 2])).item()]))
