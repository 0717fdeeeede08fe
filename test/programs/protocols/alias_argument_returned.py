# A function changes its argument in place and returns it; the caller uses the result only.
import json

import torch


def shift(a):
    a = a + 1
    a += 1
    return a


print(json.dumps(shift(torch.ones(2)).tolist()))
