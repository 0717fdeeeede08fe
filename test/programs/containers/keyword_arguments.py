# Keyword arguments from a dictionary bring other things.
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


def shaped(item=None):
    return item.view(2, 2)


def run():
    table = {"item": torch.arange(4)}
    first = shaped(**table).tolist()
    same = table
    same["item"] = Window(1)
    return [first, shaped(item=torch.ones(4)).tolist(), shaped(**table)]


print(json.dumps(run()))
