# named_parameters in the order of definition.
import json

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.b = nn.Parameter(torch.zeros(2))
        self.a = nn.Parameter(torch.zeros(1, 3))


print(json.dumps([[n, list(p.shape)] for n, p in Net().named_parameters()]))
