# Parameters and locals called like modules and builtins.
import json

import torch
import torch.nn.functional as F


class Cell:
    def max(self, *args):
        return ["max", *args]

    def relu(self, x):
        return "relu of a cell"


def f(torch, F, max=max, sum=sum):
    return [torch.max(1), F.relu(3), max(1, 2), sum([1, 2])]


def g(x, list=list, type=None):
    max = x.max()
    F = "a b"
    return [max.item(), F.split(" "), list((1, 2)), type]


print(json.dumps([f(Cell(), Cell()), g(torch.arange(3)), F.relu(torch.tensor(-1.0)).item(), max(1, 2)]))
