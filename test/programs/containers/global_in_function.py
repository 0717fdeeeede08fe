# A function puts something else into a global list that is never handed over.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


rows = [torch.arange(4)]


def grow():
    rows.append(Cell())


def shown():
    return rows[-1].view(2, 2)


first = shown().tolist()
grow()
print(json.dumps([first, shown()]))
