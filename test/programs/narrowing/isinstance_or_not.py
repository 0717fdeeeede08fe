# `not isinstance(...) or …` guards.
import json

import torch


def f(x):
    if not isinstance(x, torch.Tensor) or x.dim() != 2:
        return "other"
    return x.permute(1, 0).tolist()


print(json.dumps([f(torch.zeros(1, 2)), f(torch.zeros(1)), f("s")]))
