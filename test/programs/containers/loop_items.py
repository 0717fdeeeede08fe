# A loop over a list that was changed through another name.
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
    others = [rows, []]
    others[0].append(Window(9))
    found = []
    for row in rows:
        got = row.view(2, 2)
        found.append(got.tolist() if torch.is_tensor(got) else got)
    return found


print(json.dumps(run()))
