# Initialisation by the class of each module.
import json

import torch
from torch import nn


def init(module):
    if isinstance(module, nn.Linear):
        module.weight.data.normal_(mean=0.0, std=0.0)
        if module.bias is not None:
            module.bias.data.fill_(0.5)
    elif isinstance(module, (nn.LayerNorm, nn.Embedding)):
        nn.init.ones_(module.weight)
    elif isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out")


model = nn.Sequential(nn.Embedding(3, 2), nn.LayerNorm(2), nn.Linear(2, 2))
model.apply(init)
print(json.dumps(model(torch.tensor([0, 2])).tolist()))
