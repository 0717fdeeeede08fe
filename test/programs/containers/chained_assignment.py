# Two names in one assignment hold the same list.
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
    rows = same = [torch.arange(4)]
    same.append(Window(1))
    return [rows[0].view(2, 2).tolist(), rows[1].view(2, 2)]


print(json.dumps(run()))
