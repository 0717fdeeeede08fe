# A function handed over is compared with functions that are named.
import json

import torch
import torch.nn.functional as F


def gain(act):
    return {F.gelu: 1.5, torch.tanh: 2.0}.get(act, 1.0) + (0.25 if act == F.gelu else 0.0)


print(json.dumps([gain(F.gelu), gain(torch.tanh), gain(len)]))
