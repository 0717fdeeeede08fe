# module.apply with an isinstance test.
import json

import torch
from torch import nn


def init(m):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 0.25)
        if m.bias is not None:
            nn.init.zeros_(m.bias)


net = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
net.apply(init)
print(json.dumps(net(torch.ones(1, 2)).tolist()))
