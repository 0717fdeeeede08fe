# Keyword-only parameters.
import json

import torch


def f(x, *, axis, keep=False):
    return torch.mean(x, dim=axis, keepdim=keep)


print(json.dumps(f(torch.ones(2, 2), axis=0, keep=True).tolist()))
