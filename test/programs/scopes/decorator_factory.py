# A decorator with arguments.
import json

import torch


def times(k):
    def wrap(fn):
        return lambda x: fn(x) * k

    return wrap


@times(3)
def identity(x):
    return x


print(json.dumps({"r": identity(torch.tensor([1.0, 2.0])).tolist()}))
