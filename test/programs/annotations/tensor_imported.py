# `from torch import Tensor` in annotations.
import json

import torch
from torch import Tensor


def f(x: Tensor, y: Tensor) -> Tensor:
    return torch.matmul(x, y.transpose(0, 1))


print(json.dumps(f(torch.ones(1, 2), torch.ones(3, 2)).tolist()))
