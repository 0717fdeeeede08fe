# Different shapes of a tuple argument.
import json

import torch


def f(*shape):
    if len(shape) == 1 and isinstance(shape[0], (list, tuple)):
        shape = shape[0]
    return list(torch.zeros(*shape).shape)


print(json.dumps([f(2, 3), f((4, 5))]))
