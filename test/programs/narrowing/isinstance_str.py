# isinstance(x, str) in the first branch.
import json

import torch


def run(x):
    if isinstance(x, str):
        return x.split("-")
    elif isinstance(x, torch.Tensor):
        return [list(p.shape) for p in x.split(2)]
    else:
        return None


print(json.dumps([run("a-b"), run(torch.zeros(3, 1)), run(4)]))
