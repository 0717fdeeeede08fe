# functools.singledispatch on tensors and text.
import functools
import json

import torch


@functools.singledispatch
def shown(value):
    return "other"


@shown.register
def _(value: torch.Tensor):
    return value.view(-1).tolist()


@shown.register(str)
def _(value):
    return value.split(" ")


print(json.dumps([shown(torch.ones(1, 2)), shown("a b"), shown(3)]))
