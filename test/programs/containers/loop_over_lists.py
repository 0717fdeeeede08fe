# A loop over a tuple of lists fills each of them.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


left, right = [torch.arange(4)], [torch.ones(4)]
for each in (left, right):
    each.append(Cell())
print(json.dumps([left[1].view(2, 2), right[-1].view(4), left[0].view(2, 2).tolist()]))
