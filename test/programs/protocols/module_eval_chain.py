# `m = Module().eval()`.
import json

import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return x + 1


m = Net().eval()
print(json.dumps([m(torch.zeros(1)).item(), m.train(False).training]))
