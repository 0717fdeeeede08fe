# A copy gets another object; the list itself does not.
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


def run():
    rows = [torch.arange(4)]
    others = rows.copy()
    others.append(Window(1))
    sliced = rows[:]
    sliced.insert(0, Window(2))
    spread = [*rows, Window(3)]
    return [rows[-1].view(2, 2).tolist(), others[-1].view(2, 2), sliced[0].view(2, 2), spread[1].view(2, 2)]


print(json.dumps(run()))
