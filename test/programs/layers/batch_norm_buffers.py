# The buffers of BatchNorm and its state dict.
import json

import torch
from torch import nn

m = nn.BatchNorm2d(2)
print(json.dumps([[n for n, _ in m.named_buffers()], sorted(m.state_dict())]))
