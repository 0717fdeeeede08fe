# Annotations with torch dtypes, devices and sizes.
import json

import torch


def f(n: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.zeros(n, dtype=dtype)


print(json.dumps([f(2).tolist(), f(1, torch.int64).tolist()]))
