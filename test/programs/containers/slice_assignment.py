# A slice of a list is replaced.
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
    rows = [torch.arange(4), torch.ones(4)]
    rows[1:] = [Window(1), Window(2)]
    return [rows[0].view(2, 2).tolist(), rows[2].view(2, 2)]


print(json.dumps(run()))
