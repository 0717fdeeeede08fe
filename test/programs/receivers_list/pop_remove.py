# list.pop gives back a tensor.
import json

import torch

xs = [torch.arange(4), torch.arange(6)]
last = xs.pop()
print(json.dumps([last.view(2, 3).tolist(), len(xs)]))
