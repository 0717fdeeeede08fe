# A function keeps the list that it is given, and changes it at its next call.
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


class Keeper:
    def keep(self, rows):
        self.rows = rows
        return len(rows)

    def add(self, item):
        self.rows.append(item)


def count(rows):
    return len(rows) + sum(1 for _ in rows)


def run():
    rows = [torch.arange(4)]
    counted = count(rows)
    keeper = Keeper()
    keeper.keep(rows)
    keeper.add(Window(1))
    return [counted, rows[0].view(2, 2).tolist(), rows[1].view(2, 2)]


print(json.dumps(run()))
