# isinstance joined to another test by `and`.
import json

import torch


def f(x):
    if isinstance(x, torch.Tensor) and x.dim() == 2:
        return x.transpose(0, 1).tolist()
    return "other"


print(json.dumps([f(torch.zeros(1, 2)), f(torch.zeros(1)), f("s")]))
