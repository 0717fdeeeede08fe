# nonlocal rebinding of an outer tensor.
import json

import torch


def outer():
    total = torch.zeros(2, 2)

    def add(v):
        nonlocal total
        total = total + v

    add(1.0)
    add(torch.ones(2, 2))
    return total.view(4)


print(json.dumps({"r": outer().tolist()}))
