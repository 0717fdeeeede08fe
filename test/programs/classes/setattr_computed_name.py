# setattr with a name that a loop makes.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


class Holder:
    def __init__(self):
        self.row0 = torch.arange(4)
        self.row1 = torch.ones(4)
        self.other = torch.zeros(2)

    def replace(self, count):
        for i in range(count):
            setattr(self, f"row{i}", Cell())

    def shown(self):
        return [self.row0.view(2, 2), self.row1.view(4)]


holder = Holder()
first = [r.tolist() for r in holder.shown()]
holder.replace(2)
print(json.dumps([first, holder.shown(), holder.other.view(2, 1).tolist()]))
