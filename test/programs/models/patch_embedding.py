# A patch embedding by convolution.
import json

import torch
from torch import nn


class PatchEmbed(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Conv2d(1, 2, kernel_size=2, stride=2, bias=False)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, 2))

    def forward(self, x):
        x = self.proj(x).flatten(2).transpose(1, 2)
        return torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], dim=1)


m = PatchEmbed()
nn.init.constant_(m.proj.weight, 0.5)
print(json.dumps(m(torch.arange(32).float().view(2, 1, 4, 4)).tolist()))
