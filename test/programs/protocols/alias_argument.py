# A function changes its argument by `*=`.
import json

import torch


def double(a):
    a *= 2


x = torch.ones(2)
double(x)
print(json.dumps(x.tolist()))
