# An attribute's list is changed from outside.
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


class Holder:
    def __init__(self):
        self.rows = [torch.arange(4)]

    def last(self):
        return self.rows[-1].view(2, 2)


holder = Holder()
first = holder.last().tolist()
holder.rows.append(Window(3))
second = holder.last()
holder.rows[-1] = torch.ones(4)
print(json.dumps([first, second, holder.last().tolist()]))
