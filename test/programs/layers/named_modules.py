# named_modules and their class names.
import json

import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.ReLU()))
print(json.dumps([[n, type(m).__name__] for n, m in net.named_modules()]))
