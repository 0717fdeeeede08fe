# A linear layer's weight through getattr and a dictionary of parameters.
import json

import torch
from torch import nn

m = nn.Linear(2, 3, bias=False)
with torch.no_grad():
    for parameter in m.parameters():
        parameter.copy_(torch.arange(6.0).view(3, 2))
name = "weight"
w = getattr(m, name)
v = dict(m.named_parameters())["weight"]
print(json.dumps([w[0].tolist(), v[0].tolist(), m.state_dict()["weight"][0].tolist(), next(m.parameters())[0].tolist()]))
