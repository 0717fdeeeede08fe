# Two lists made in one assignment; one of them gets another name.
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
    rows, more = [torch.arange(4)], [torch.ones(4)]
    same = more
    same.append(Window(1))
    rows.append(torch.zeros(4))
    return [rows[1].view(2, 2).tolist(), more[0].view(2, 2).tolist(), more[1].view(2, 2)]


print(json.dumps(run()))
