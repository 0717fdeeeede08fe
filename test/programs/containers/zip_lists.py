# zip and enumerate over lists that another name has changed.
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
    more = [torch.ones(4)]
    both = (rows, more)
    both[0].append(Window(1))
    both[1].append(Window(2))
    found = []
    for left, right in zip(rows, more):
        found.append([left.view(2, 2), right.view(2, 2)])
    return [found[0][0].tolist(), found[0][1].tolist(), found[1], [row.repeat(1) for _, row in enumerate(rows)][1]]


print(json.dumps(run()))
