# Context managers that give tensors, and no_grad in its forms.
import json
from contextlib import contextmanager, nullcontext

import torch


@contextmanager
def scaled(x, by):
    yield x.view(2, 2) * by


class Window:
    def __init__(self, x):
        self.x = x

    def __enter__(self):
        return self.x.permute(1, 0)

    def __exit__(self, *info):
        return False


@torch.no_grad()
def frozen(x):
    return (x * 2).requires_grad


x = torch.arange(4.0)
x.requires_grad_(True)
with scaled(x, 3) as y, Window(y) as z:
    first = z.size(0), y.sum().item()
with torch.no_grad():
    second = (x * 2).requires_grad
with torch.set_grad_enabled(False):
    third = (x + 1).requires_grad
with nullcontext():
    fourth = (x + 1).requires_grad
print(json.dumps([first, z.tolist(), second, third, fourth, frozen(x), torch.is_grad_enabled()]))
