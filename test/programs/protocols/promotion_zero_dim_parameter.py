# A scale parameter in float32 leaves half-precision activations in half precision.
import json

import torch
from torch import nn


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(2.0))

    def forward(self, x):
        return x * self.scale


y = Scaled()(torch.ones(2).to(torch.bfloat16))
print(json.dumps([y.dtype == torch.bfloat16, y.float().tolist()]))
