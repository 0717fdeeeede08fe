# A mixin without nn.Module that uses tensor attributes of the whole.
import json

import torch
from torch import nn


class Flat:
    def flat(self):
        return self.w.view(-1)


class Net(Flat, nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2, 2))


print(json.dumps({"r": Net().flat().tolist()}))
