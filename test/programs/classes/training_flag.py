# train(), eval() and self.training.
import json

import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return x * 2 if self.training else x


n = Net()
a = n(torch.tensor([1.0])).item()
b = n.eval()(torch.tensor([1.0])).item()
print(json.dumps([a, b, n.training, n.train().training]))
