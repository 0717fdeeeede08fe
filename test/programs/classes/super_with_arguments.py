# super(Class, self) as older code writes it.
import json

import torch
from torch import nn


class A(nn.Module):
    def __init__(self, k):
        super(A, self).__init__()
        self.k = k

    def forward(self, x):
        return x.reshape(self.k, -1)


class B(A):
    def __init__(self):
        super(B, self).__init__(2)

    def forward(self, x):
        return super(B, self).forward(x).transpose(0, 1)


print(json.dumps({"r": B()(torch.arange(4)).tolist()}))
