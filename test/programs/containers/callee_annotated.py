# A function whose parameter is annotated as a list puts another object into it.
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


def add(items: list, more):
    items += [more]


def run():
    rows = [torch.arange(6)]
    add(rows, Window(1))
    return [rows[0].permute(0).tolist(), rows[1].permute(0)]


print(json.dumps(run()))
