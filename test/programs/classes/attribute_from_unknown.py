# A function that nobody in sight calls by name sets the attribute.
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


def attach(target):
    target.x = Cell()


holder = Holder()
first = holder.shown().tolist()
for act in {"attach": attach}.values():
    act(holder)
print(json.dumps([first, holder.shown()]))
