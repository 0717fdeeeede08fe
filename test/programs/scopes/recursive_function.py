# A function that calls itself and returns a tensor.
import json

import torch


def power(x: torch.Tensor, n: int):
    return torch.ones_like(x) if n == 0 else x * power(x, n - 1)


print(json.dumps({"r": power(torch.tensor([2.0, 3.0]), 3).view(2, 1).tolist()}))
