# A default that is made once and filled by every call.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


def keep(x, rows=[torch.arange(4)], *, table={}):
    rows.append(x)
    table[len(rows)] = x
    return rows[0].view(2, 2), rows[-1].view(1), len(table)


first = keep(torch.ones(1))
second = keep(Cell())
print(json.dumps([first[0].tolist(), first[1].tolist(), first[2], second[0].tolist(), second[1], second[2]]))
