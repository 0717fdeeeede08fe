# The shape of a linear weight is [out, in].
import json

import torch
from torch import nn

print(json.dumps(list(nn.Linear(3, 2).weight.shape)))
