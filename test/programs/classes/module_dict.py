# nn.ModuleDict by key and items.
import json

import torch
from torch import nn

acts = nn.ModuleDict({"relu": nn.ReLU(), "none": nn.Identity()})
x = torch.tensor([-1.0, 1.0])
print(json.dumps({name: layer(x).tolist() for name, layer in acts.items()}))
