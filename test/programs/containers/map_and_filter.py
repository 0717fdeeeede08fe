# map, filter, sorted and reversed over a list that another name has changed.
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
    same = rows
    same.append(Window(1))
    first = [row.view(2, 2) for row in reversed(rows)]
    second = [row.view(4) for row in filter(None, rows[1:])]
    third = list(map(lambda row: row.view(2, 2), rows[1:]))
    fourth = [row.view(4) for row in sorted(rows, key=lambda row: isinstance(row, Window), reverse=True)]
    return [first[0], second, third, fourth[0]]


print(json.dumps(run()))
