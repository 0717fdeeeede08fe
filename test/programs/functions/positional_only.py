# Positional-only parameters.
import json

import torch


def f(x, /, n):
    return x.repeat(n, 1)


print(json.dumps(f(torch.tensor([1, 2]), n=2).tolist()))
