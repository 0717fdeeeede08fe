# Lists filled with tensors in several ways.
import json

import torch

xs = [torch.ones(1)]
xs.append(torch.zeros(2))
xs.extend([torch.ones(3)])
xs.insert(0, torch.zeros(1))
print(json.dumps([list(x.view(-1).shape) for x in xs] + [len(xs)]))
