# nonlocal turns a string into a tensor.
import json

import torch


def outer():
    item = "a b"
    first = item.split(" ")

    def change():
        nonlocal item
        item = torch.arange(4)

    change()
    return first, [p.tolist() for p in item.split(2)]


print(json.dumps({"r": list(outer())}))
