# One of two lists gets a second name.
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


def run(flag):
    rows = [torch.arange(4)]
    more = [torch.ones(4)]
    chosen = rows if flag else more
    chosen.append(Window(1))
    picked = more or rows
    picked.append(Window(2))
    return [rows[-1].view(2, 2), more[-1].view(2, 2)]


print(json.dumps(run(True)))
