# A cached function gives everyone the same list.
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


import functools


@functools.lru_cache
def rows():
    return [torch.arange(4)]


def run():
    mine = rows()
    yours = rows()
    yours.append(Window(1))
    return [mine[0].view(2, 2).tolist(), mine[1].view(2, 2)]


print(json.dumps(run()))
