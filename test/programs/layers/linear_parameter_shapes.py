# The shapes of all parameters of a model with linear layers.
import json

import torch
from torch import nn

m = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
shapes = [list(p.shape) for p in m.parameters()]
named = {n: list(p.shape) for n, p in m.named_parameters()}
held = [[k, list(v.shape)] for k, v in m.state_dict().items()]
print(json.dumps([shapes, named, held]))
