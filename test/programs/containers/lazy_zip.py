# zip and reversed are gone through after the list got more.
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
    pairs = zip(rows, [1, 2])
    numbered = enumerate(rows)
    rows.append(Window(2))
    return [[row.view(2, 2) for row, _ in pairs][1], [row.view(4) for _, row in numbered][1]]


print(json.dumps(run()))
