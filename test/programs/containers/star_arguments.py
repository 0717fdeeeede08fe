# Star arguments hand on what a list holds.
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


def show(first, second):
    return [first.view(2, 2).tolist(), second.view(2, 2)]


def run():
    rows = [torch.arange(4)]
    same = rows
    same.append(Window(1))
    return show(*rows)


print(json.dumps(run()))
