# A scalar or a tensor.
import json

import torch


def scale(x, k):
    if isinstance(k, (int, float)):
        return x * k
    return x * k.view(-1, 1)


x = torch.ones(2, 2)
print(json.dumps([scale(x, 2).tolist(), scale(x, torch.tensor([1.0, 3.0])).tolist()]))
