# A class body evaluates a method call on something that may be a tensor or an array.
import json

import numpy as np
import torch

makers = {"t": torch.arange, "n": np.arange}


def build(name):
    class Table:
        rows = 2
        grid = makers[name](4).reshape(rows, 2)

    return Table.grid.tolist()


print(json.dumps([build("t"), build("n")]))
