# Python's max, min, sum and sorted over plain numbers beside the tensor methods.
import json

import torch

n = [3, 1, 2]
x = torch.tensor(n)
print(json.dumps({"p": [max(n), min(n), sum(n), sorted(n)], "t": [x.max().item(), x.min().item(), x.sum().item()]}))
