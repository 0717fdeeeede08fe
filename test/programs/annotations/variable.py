# Annotated variables, with and without a value.
import json

import torch

x: torch.Tensor
x = torch.zeros(1, 2)
y: torch.Tensor = x.permute(1, 0)
print(json.dumps(y.tolist()))
