# List[Tensor] as a parameter.
import json
from typing import List

import torch


def f(xs: List[torch.Tensor]) -> List[List[int]]:
    return [x.view(-1).tolist() for x in xs]


print(json.dumps(f([torch.zeros(1, 2).long(), torch.ones(2, 1).long()])))
