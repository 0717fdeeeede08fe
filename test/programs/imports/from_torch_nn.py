# `from torch import nn` binds the submodule.
import json

import torch
from torch import nn

m = nn.ReLU()
print(json.dumps({"r": m(torch.tensor([[-1.0, 3.0]])).tolist()}))
