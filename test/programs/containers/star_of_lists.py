# A function fills every list that it is given with a star.
import json

import torch


class Cell:
    def size(self, *dim):
        return ["cell", *dim]


def fill(*lists):
    for one in lists:
        one.append(Cell())


a, b = [torch.zeros(2, 3)], [torch.zeros(2)]
fill(a, b)
print(json.dumps([a[0].size(1), a[1].size(1), b[1].size()]))
