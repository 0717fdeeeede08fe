# `+=` on a list parameter extends the caller's list.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


def grow(rows):
    rows += [Cell()]
    return len(rows)


held = [torch.arange(4)]
count = grow(held)
print(json.dumps([count, held[1].view(2, 2), held[0].view(2, 2).tolist()]))
