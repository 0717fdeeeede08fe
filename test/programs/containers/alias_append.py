# A list gets another object through a second name.
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


rows = [torch.arange(4)]
same = rows
same.append(Window(3))
print(json.dumps([rows[0].view(2, 2).tolist(), rows[1].view(2, 2)]))
