# A class that extends nn.Linear.
import json

import torch
from torch import nn


class Half(nn.Linear):
    def forward(self, x):
        return super().forward(x) / 2


h = Half(2, 1, bias=False)
nn.init.constant_(h.weight, 2.0)
print(json.dumps(h(torch.ones(1, 2)).tolist()))
