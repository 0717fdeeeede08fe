# A small MLP with residual and layer norm.
import json

import torch
from torch import nn


class Mlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.fc1 = nn.Linear(dim, hidden)
        self.act = nn.GELU()
        self.fc2 = nn.Linear(hidden, dim)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        return x + self.fc2(self.act(self.fc1(self.norm(x))))


m = Mlp(4, 8)
for p in m.parameters():
    nn.init.constant_(p, 0.1)
print(json.dumps(m(torch.arange(8).float().view(2, 4)).tolist()))
