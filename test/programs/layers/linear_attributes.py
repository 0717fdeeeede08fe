# in_features, out_features and bias.
import json

import torch
from torch import nn

m = nn.Linear(3, 2, bias=False)
print(json.dumps([m.in_features, m.out_features, m.bias is None]))
