# A dispatch dictionary of layer classes.
import json

import torch
from torch import nn

ACT = {"relu": nn.ReLU, "gelu": nn.GELU}


def build(name):
    return ACT[name]()


print(json.dumps([build("relu")(torch.tensor([-1.0, 1.0])).tolist(), build("gelu")(torch.tensor([1.0])).tolist()]))
