# A shape handed to creation functions.
import json

import torch

x = torch.zeros(2, 3)
print(json.dumps([list(torch.ones(x.shape).shape), list(torch.ones(x.size()).shape), list(torch.zeros(x.shape[0], 1).shape)]))
