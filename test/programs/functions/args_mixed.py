# *args of different kinds.
import json

import torch


def f(*items):
    return [i.split(" ") if isinstance(i, str) else i.view(-1).tolist() for i in items]


print(json.dumps(f("a b", torch.zeros(1, 2))))
