# A decorator that keeps the function's meaning.
import functools
import json

import torch


def logged(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn(*args, **kwargs)

    return inner


@logged
def flat(x: torch.Tensor):
    return x.view(-1)


print(json.dumps({"r": flat(torch.zeros(2, 2)).tolist(), "n": flat.__name__}))
