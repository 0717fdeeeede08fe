# The data of a tensor is set together with another name.
import json

import torch
from torch import nn

layer = nn.Linear(2, 2)
layer.weight.data, count = torch.zeros(2, 2), 3
print(json.dumps([layer.weight.tolist(), count]))
