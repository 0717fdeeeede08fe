# Lists inside a dictionary are reached through setdefault and get.
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
    table = {}
    table.setdefault("a", []).append(torch.arange(4))
    table.setdefault("a", []).append(Window(1))
    return [row.view(2, 2) if index else row.view(2, 2).tolist() for index, row in enumerate(table["a"])]


print(json.dumps(run()))
