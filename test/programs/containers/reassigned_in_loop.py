# A loop puts into a list what the round before has made.
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
    found = []
    for step in range(3):
        got = rows[-1].view(2, 2)
        found.append(got.tolist() if isinstance(got, torch.Tensor) else got)
        if step == 0:
            grown = rows
        grown.append(Window(step))
    return found


print(json.dumps(run()))
