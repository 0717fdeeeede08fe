# getattr(F, name) with a variable.
import json

import torch
import torch.nn.functional as F


def act(name, x):
    return getattr(F, name)(x)


print(json.dumps(act("relu", torch.tensor([-1.0, 1.0])).tolist()))
