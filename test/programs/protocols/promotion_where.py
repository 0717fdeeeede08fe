# where with an int and a float branch.
import json

import torch

c = torch.tensor([True, False])
print(json.dumps(torch.where(c, torch.tensor([1, 2]), torch.tensor([0.5, 0.5])).tolist()))
