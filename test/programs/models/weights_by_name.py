# Weights of another layout are copied into a model by their names.
import json

import torch
from torch import nn

model = nn.ModuleDict({"norm": nn.LayerNorm(2), "proj": nn.Linear(2, 2)})
held = {"norm.weight": torch.full((2,), 3.0), "proj.weight": torch.tensor([[1.0, 2.0], [3.0, 4.0]])}
with torch.no_grad():
    for name, parameter in model.named_parameters():
        if name in held:
            parameter.copy_(held[name])
        else:
            parameter.zero_()
print(json.dumps(model["proj"](model["norm"](torch.tensor([[1.0, 3.0]]))).tolist()))
