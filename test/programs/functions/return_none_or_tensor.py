# A function that returns None in one case.
import json

import torch


def find(x: torch.Tensor, limit):
    if x.max().item() < limit:
        return None
    return x.sort(descending=True)[0]


r = find(torch.tensor([1.0, 3.0]), 2)
print(json.dumps([find(torch.tensor([1.0]), 2), None if r is None else r.tolist()]))
