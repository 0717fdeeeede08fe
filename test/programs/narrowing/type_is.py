# type(x) is … instead of isinstance.
import json

import torch


def f(x):
    if type(x) is list:
        return sorted(x)
    if type(x) == str:
        return x.split()
    return x.sort()[0].tolist()


print(json.dumps([f([2, 1]), f("a b"), f(torch.tensor([5, 4]))]))
