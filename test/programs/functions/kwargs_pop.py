# **kwargs read by pop with a default.
import json

import torch


def f(x: torch.Tensor, **kwargs):
    dim = kwargs.pop("dim", 0)
    return x.sum(dim).tolist(), sorted(kwargs)


print(json.dumps(f(torch.ones(2, 3), dim=1, other=2)))
