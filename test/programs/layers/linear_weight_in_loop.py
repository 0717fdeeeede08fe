# Weights of layers that a loop or a list holds.
import json

import torch
from torch import nn

layers = nn.ModuleList([nn.Linear(2, 3), nn.Linear(3, 1)])
sizes = [layer.weight.size(0) for layer in layers]
widths = [w.shape[1] for w in [layer.weight for layer in layers]]
total = sum(p.shape[0] for layer in layers for p in layer.parameters() if p.dim() == 2)
print(json.dumps([sizes, widths, total]))
