# A deleted local, bound again as another kind.
import json

import torch


def run():
    x = torch.zeros(3)
    n = x.size(0)
    del x
    x = [n, 1]
    x.sort()
    return x


print(json.dumps({"r": run()}))
