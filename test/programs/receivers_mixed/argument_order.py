# What the receiver's expression changes is seen by the arguments.
import json

import torch

log = [1]


def rows():
    log.append(2)
    return {"x": torch.arange(4)}


print(json.dumps(rows()["x"].view(log[-1], -1).tolist()))
