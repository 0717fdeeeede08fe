# Average and maximum pooling.
import json

import torch
from torch import nn
import torch.nn.functional as F

x = torch.arange(16).float().view(1, 1, 4, 4)
print(json.dumps([nn.MaxPool2d(2)(x).tolist(), nn.AvgPool2d(2)(x).tolist(), F.avg_pool2d(x, 3, 1, 1)[0, 0, 0].tolist(), nn.AdaptiveAvgPool2d(1)(x).view(-1).tolist()]))
