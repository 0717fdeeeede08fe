# A closure sees `+=` in the outer function.
import json

import torch


def outer():
    x = torch.zeros(1)

    def read():
        return x.item()

    x += 2
    return read()


print(json.dumps(outer()))
