# The parameters and buffers of BatchNorm: running statistics are no parameters.
import json

import torch
from torch import nn

m = nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2))
trainable = sum(p.numel() for p in m.parameters() if p.requires_grad)
print(json.dumps([len(list(m.parameters())), trainable, [n for n, _ in m.named_parameters()], sum(p.numel() for p in m.parameters())]))
