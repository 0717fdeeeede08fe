# A module's list gets another object in a function.
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


ROWS = [torch.arange(4)]


def register(item):
    ROWS.append(item)


def show():
    return [ROWS[0].view(2, 2).tolist(), ROWS[1].view(2, 2)]


register(Window(1))
print(json.dumps(show()))
