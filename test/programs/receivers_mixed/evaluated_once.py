# A receiver that may be a tensor or a list is an expression with an effect: it happens once.
import json

import torch

calls = []
things = {"t": torch.tensor([3, 1, 2]), "l": [3, 1, 2]}


def fetch(key):
    calls.append(key)
    return things[key]


fetch("l").sort()
print(json.dumps([fetch("t").sort()[0].tolist(), things["l"], calls]))
