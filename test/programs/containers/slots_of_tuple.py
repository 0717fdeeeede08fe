# A list inside a tuple is still that list.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


rows = [torch.arange(4)]
pair = (rows, "name")
pair[0].append(Cell())
kept = {"rows": rows}
kept["rows"].insert(0, Cell())
print(json.dumps([rows[0].view(4), rows[1].view(2, 2).tolist(), rows[2].view(1)]))
