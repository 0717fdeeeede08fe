# A class hierarchy of two levels with super().forward.
import json

import torch
from torch import nn


class A(nn.Module):
    def forward(self, x):
        return x.view(2, 2)


class B(A):
    def forward(self, x):
        return super().forward(x).permute(1, 0)


class C(B):
    def forward(self, x):
        return super().forward(x) + 1


print(json.dumps({"r": C()(torch.arange(4)).tolist()}))
