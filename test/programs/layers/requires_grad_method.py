# requires_grad_(False) on a module.
import json

import torch
from torch import nn

m = nn.Linear(2, 1).requires_grad_(False)
print(json.dumps([p.requires_grad for p in m.parameters()]))
