# An alias of a type.
import json
from typing import Union

import torch

Value = Union[torch.Tensor, float]


def f(x: Value):
    if isinstance(x, float):
        return [x]
    return x.view(-1).tolist()


print(json.dumps([f(1.5), f(torch.zeros(1, 2))]))
