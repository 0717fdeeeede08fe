# One training step of BatchNorm1d with momentum.
import json

import torch
from torch import nn

b = nn.BatchNorm1d(1, momentum=0.1)
b(torch.tensor([[1.0], [3.0]]))
print(json.dumps([b.running_mean.tolist()]))
