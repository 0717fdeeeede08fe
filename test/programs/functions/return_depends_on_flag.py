# A function that returns one tensor or a tuple, by a flag.
import json

import torch


def f(x: torch.Tensor, both=False):
    y = x * 2
    if both:
        return y, x
    return y


y = f(torch.ones(2))
a, b = f(torch.ones(2), both=True)
print(json.dumps([y.tolist(), a.tolist(), b.tolist()]))
