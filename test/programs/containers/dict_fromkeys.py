# dict.fromkeys, setdefault and the union of dictionaries.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


table = dict.fromkeys(["a", "b"], torch.arange(4))
table |= {"c": Cell()}
other = table.setdefault("d", Cell())
print(json.dumps([table["a"].view(2, 2).tolist(), table["c"].view(2, 2), other.view(1)]))
