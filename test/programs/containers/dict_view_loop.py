# A dictionary is filled while its own values are read.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


table = {"a": torch.arange(4), "b": torch.ones(4).long()}
shown = []
for key, value in list(table.items()):
    shown.append(value.view(2, 2).tolist())
    table[key + key] = Cell()
shown.append([value.view(2) for key, value in table.items() if len(key) == 2])
print(json.dumps(shown))
