# callable(x) tells a function from a tensor.
import json

import torch


def f(x):
    if callable(x):
        return x(3)
    return x.view(-1).tolist()


print(json.dumps([f(lambda n: n + 1), f(torch.zeros(1, 2))]))
