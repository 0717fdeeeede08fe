# An attribute is replaced through __dict__.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


class Holder:
    def __init__(self):
        self.x = torch.arange(4)

    def shown(self):
        return self.x.view(2, 2)


holder = Holder()
before = holder.shown().tolist()
holder.__dict__["x"] = Cell()
print(json.dumps([before, holder.shown()]))
