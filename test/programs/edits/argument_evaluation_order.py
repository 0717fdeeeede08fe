# The order in which arguments are evaluated stays.
import json

import torch

order = []


def note(name, value):
    order.append(name)
    return value


x = torch.arange(6)
y = torch.transpose(note("x", x.view(2, 3)), note("a", 0), note("b", 1))
z = torch.sum(dim=note("dim", 1), input=note("input", y))
print(json.dumps([z.tolist(), order]))
