# Lists in a defaultdict hold tensors and other things.
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


from collections import defaultdict


def run():
    groups = defaultdict(list)
    groups["a"].append(torch.arange(4))
    groups["a"].append(Window(1))
    return [groups["a"][0].view(2, 2).tolist(), groups["a"][1].view(2, 2)]


print(json.dumps(run()))
