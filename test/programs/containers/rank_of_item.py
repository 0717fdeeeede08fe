# A tensor of more dimensions is put into a list through another name.
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
    rows = [torch.arange(4).reshape(2, 2)]
    same = rows
    same.append(torch.arange(8).reshape(1, 2, 4))
    return [list(row.transpose(0, 1).shape) for row in rows] + [list(rows[-1].transpose(-1, 1).shape)]


print(json.dumps(run()))
