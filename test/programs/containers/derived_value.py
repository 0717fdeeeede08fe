# What is computed from a list's item is as uncertain as the item.
import json

import torch


class Window:
    def __init__(self, start):
        self.start = start

    def view(self, *shape):
        return ["window", self.start, *shape]

    def permute(self, *order):
        return ["order", *order]

    def size(self, *dim):
        return ["size", *dim]

    def split(self, at):
        return ["split", at]

    def repeat(self, *times):
        return ["repeat", *times]

    def expand(self, *shape):
        return ["expand", *shape]

    def tolist(self):
        return ["list", self.start]


class Sum:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Sum(self.value + other)

    def view(self, *shape):
        return ["sum", self.value, *shape]


def run():
    rows = [torch.arange(4)]
    same = rows
    same.append(Sum(2))
    first = rows[0] + 1
    second = rows[1] + 1
    return [first.view(2, 2).tolist(), second.view(2, 2)]


print(json.dumps(run()))
