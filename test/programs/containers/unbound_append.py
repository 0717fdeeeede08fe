# list.append called as a function of the class.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


rows = [torch.arange(4)]
list.append(rows, Cell())
print(json.dumps([rows[0].view(2, 2).tolist(), rows[1].view(2, 2)]))
