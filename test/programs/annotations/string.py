# Annotations in quotes.
import json

import torch


def f(x: "torch.Tensor") -> "torch.Tensor":
    return x.permute(1, 0)


print(json.dumps(f(torch.zeros(1, 2)).tolist()))
