# A module that defines extra_repr.
import json

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def extra_repr(self):
        return f"k={self.k}"

    def forward(self, x):
        return x * self.k


s = Scale(3)
print(json.dumps([s.extra_repr(), s(torch.tensor([1.0])).tolist()]))
