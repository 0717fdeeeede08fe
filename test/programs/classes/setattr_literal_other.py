# setattr gives an attribute something else than the constructor did.
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
first = holder.shown().tolist()
setattr(holder, "x", Cell())
print(json.dumps([first, holder.shown()]))
