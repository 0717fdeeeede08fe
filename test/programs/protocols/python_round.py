# Python's round on an item.
import json

import torch

print(json.dumps([round(torch.tensor(2.5).item()), round(torch.tensor(1.234).item(), 1)]))
