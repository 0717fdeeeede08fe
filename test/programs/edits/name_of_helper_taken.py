# The file already has functions with the names of helpers.
import json

import torch


def split_sizes(x):
    return "mine"


def max_along(x):
    return "mine too"


x = torch.tensor([[1.0, 2.0]])
print(json.dumps([split_sizes(1), max_along(2), [p.tolist() for p in x.split(1, dim=1)], x.max(dim=1)[0].tolist()]))
