# Annotated class attributes that are set elsewhere.
import json

import torch
from torch import nn


class Net(nn.Module):
    scale: torch.Tensor

    def __init__(self):
        super().__init__()
        self.register_buffer("scale", torch.arange(4))

    def forward(self):
        return self.scale.view(2, 2)


print(json.dumps(Net()().tolist()))
