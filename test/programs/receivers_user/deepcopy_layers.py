# Layers repeated by deepcopy.
import copy
import json

import torch
from torch import nn

base = nn.LayerNorm(2)
layers = nn.ModuleList([copy.deepcopy(base) for _ in range(2)])
print(json.dumps([len(layers), layers[1](torch.tensor([[1.0, 3.0]])).tolist()]))
