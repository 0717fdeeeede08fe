# A list inside a list is changed through the outer one.
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
    table = [rows, rows]
    table[1].append(Window(2))
    return [table[0][0].view(2, 2).tolist(), rows[1].view(2, 2), table[0][1].repeat(2)]


print(json.dumps(run()))
