# An attribute's list gets another object in a method.
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


class Store:
    def __init__(self):
        self.rows = [torch.arange(4)]

    def add(self, item):
        self.rows.append(item)

    def show(self):
        return [self.rows[0].view(2, 2).tolist(), self.rows[1].view(2, 2)]


store = Store()
store.add(Window(7))
print(json.dumps(store.show()))
