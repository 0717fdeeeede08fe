# CLIP's similarity with a logit scale.
import json
import math

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit_scale = nn.Parameter(torch.ones([]) * math.log(1 / 0.07))

    def forward(self, a: torch.Tensor, b: torch.Tensor):
        a = a / a.norm(dim=-1, keepdim=True)
        b = b / b.norm(dim=1, keepdim=True)
        logits = self.logit_scale.exp() * a @ b.t()
        return logits, logits.t()


r = Head()(torch.tensor([[1.0, 2.0]]), torch.tensor([[2.0, 1.0], [1.0, 2.0]]))
print(json.dumps([t.tolist() for t in r]))
