# An annotated parameter.
import json

import torch


def f(x: torch.Tensor):
    return x.view(-1)


print(json.dumps(f(torch.zeros(1, 2)).tolist()))
