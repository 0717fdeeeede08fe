# What a missing key makes is not what the dictionary has held so far.
import json
from collections import defaultdict

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


table = defaultdict(Cell)
table["x"] = torch.arange(4)
print(json.dumps([table["x"].view(2, 2).tolist(), table["y"].view(2, 2)]))
