# Convolutions with strides, groups and dilation; poolings with their options.
import json

import torch
import torch.nn.functional as F
from torch import nn

x = torch.arange(16.0).view(1, 1, 4, 4)
c = nn.Conv2d(1, 2, 3, stride=2, padding=1, bias=False)
nn.init.constant_(c.weight, 0.5)
g = nn.Conv2d(2, 2, 2, groups=2, dilation=2)
nn.init.ones_(g.weight)
nn.init.zeros_(g.bias)
y = torch.cat([x, x + 1], 1)
r = [c(x), g(y), F.conv2d(x, torch.ones(1, 1, 2, 2), stride=(2, 1)), F.max_pool2d(x, 2), F.avg_pool2d(x, 3, 1, 1), F.adaptive_avg_pool2d(x, (1, 2))]
r += [nn.MaxPool2d(3, stride=2, padding=1)(x), nn.AdaptiveAvgPool2d(1)(x)]
print(json.dumps([t.tolist() for t in r]))
