# A decorator with a comment and a blank line.
import json

import torch


@torch.no_grad()  # nothing is trained here

def f(x: torch.Tensor):
    # a comment above the edit
    return x.view(-1)  # and one behind it


print(json.dumps(f(torch.ones(1, 2)).tolist()))
