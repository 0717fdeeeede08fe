# A project function called max; the tensor method keeps its meaning.
import json

import torch


def max(values):
    return sorted(values)[0]


x = torch.tensor([[1.0, 5.0], [7.0, 2.0]])
v, i = x.max(dim=1)
print(json.dumps({"m": max([4, 2, 8]), "v": v.tolist(), "i": i.tolist()}))
