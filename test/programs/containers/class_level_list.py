# A list of the class is one list for all instances.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


class Pool:
    rows = [torch.arange(4)]

    def add(self, row):
        self.rows.append(row)


class Other(Pool):
    pass


Other().add(Cell())
print(json.dumps([Pool.rows[-1].view(2, 2), Pool().rows[0].view(2, 2).tolist()]))
