# The receiver has an effect and may run only once.
import json

import torch

calls = []


def make():
    calls.append(1)
    return torch.tensor([3.0, 1.0])


r = make().max(dim=0)
s = make().split(1)
print(json.dumps([r[0].item(), len(s), len(calls)]))
