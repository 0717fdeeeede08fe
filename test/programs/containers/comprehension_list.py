# A comprehension over a list that another name has changed.
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


def run(rows):
    same = rows
    same.append(Window(1))
    return [row.view(2, 2) for row in rows]


found = run([torch.arange(4)])
print(json.dumps([found[0].tolist(), found[1]]))
