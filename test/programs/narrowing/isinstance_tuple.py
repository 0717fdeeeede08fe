# isinstance with a tuple of classes.
import json

import torch


def total(x):
    if isinstance(x, (list, tuple)):
        return sum(total(v) for v in x)
    return x.sum().item()


print(json.dumps({"r": total([torch.ones(2), (torch.ones(1, 2), torch.ones(3))])}))
