# Attributes of a convolution.
import json

import torch
from torch import nn

c = nn.Conv2d(4, 8, 3, stride=2, groups=2)
print(json.dumps([c.in_channels, c.out_channels, list(c.kernel_size), list(c.stride), c.groups, list(c.weight.shape)]))
