# A decorator that turns a tensor into a list.
import json

import torch


def as_list(fn):
    def inner(*args):
        return fn(*args).tolist()

    return inner


@as_list
def numbers(n):
    return torch.arange(n)


r = numbers(3)
r.sort(reverse=True)
print(json.dumps({"r": r, "n": r.index(0)}))
