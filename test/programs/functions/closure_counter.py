# A closure over a list and a tensor.
import json

import torch


def make(step):
    seen = []

    def add(x: torch.Tensor):
        seen.append(x.size(0))
        return x + step, seen

    return add


add = make(torch.ones(2))
add(torch.zeros(2))
r, seen = add(torch.zeros(2))
print(json.dumps([r.tolist(), seen]))
