# A shape as a dictionary key and in a set.
import json

import torch

d = {torch.zeros(2, 3).shape: "a"}
print(json.dumps([d[torch.zeros(2, 3).shape], len({torch.zeros(1).shape, torch.zeros(1).shape})]))
