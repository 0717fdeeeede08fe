# A dictionary with a tensor and a list.
import json

import torch


def f():
    return {"x": torch.arange(4), "order": [2, 1]}


r = f()
r["order"].sort()
print(json.dumps([r["x"].reshape(2, 2).tolist(), r["order"]]))
