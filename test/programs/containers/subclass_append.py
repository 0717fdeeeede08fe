# A subclass puts another object into the list that its base made.
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


class Base:
    def __init__(self):
        self.rows = [torch.arange(4)]

    def show(self):
        return [row.view(2, 2) if index else row.view(2, 2).tolist() for index, row in enumerate(self.rows)]


class Derived(Base):
    def __init__(self):
        super().__init__()
        self.rows.append(Window(8))


print(json.dumps(Derived().show()))
