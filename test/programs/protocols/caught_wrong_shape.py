# Code goes on where shapes do not fit.
import json

import torch


def joined(a, b):
    try:
        return (a + b).tolist()
    except RuntimeError:
        return "does not fit"


print(json.dumps([joined(torch.ones(2), torch.ones(2)), joined(torch.ones(2), torch.ones(3))]))
