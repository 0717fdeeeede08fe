# A dictionary is updated by a function, and read by values, items and get.
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


def fill(table):
    table.update({"b": Window(2)})


def run():
    table = {"a": torch.arange(4)}
    fill(table)
    first = [value.view(2, 2) for value in table.values()]
    second = {key: value.view(4) for key, value in table.items()}
    third = table.get("b", torch.ones(4)).view(2, 2)
    return [first[0].tolist(), first[1], second["a"].tolist(), second["b"], third]


print(json.dumps(run()))
