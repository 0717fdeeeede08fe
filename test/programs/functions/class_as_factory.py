# A class handed over and instantiated by the receiver.
import json

import torch
from torch import nn


def build(layer, *args):
    return layer(*args)


print(json.dumps(build(nn.Identity)(torch.tensor([1.0])).tolist()))
