# Decorators with functools.wraps, lru_cache and arguments.
import functools
import json

import torch


def logged(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        calls.append(fn.__name__)
        return fn(*args, **kwargs)

    return inner


def times(n):
    def wrap(fn):
        @functools.wraps(fn)
        def inner(x):
            for _ in range(n):
                x = fn(x)
            return x

        return inner

    return wrap


calls = []


@logged
def turned(x, *, by=1):
    return x.permute(1, 0) * by


@times(3)
def doubled(x):
    return x.view(-1) * 2


@functools.lru_cache(maxsize=None)
def table(n):
    return torch.arange(n)


print(json.dumps([turned(torch.ones(2, 3), by=2).size(0), doubled(torch.ones(1, 2)).tolist(), table(4).view(2, 2).tolist(), calls]))
