# Lambdas in a list.
import json

import torch

steps = [lambda t: t.view(2, 2), lambda t: t.transpose(0, 1), lambda t: t * 2]
x = torch.arange(4)
for step in steps:
    x = step(x)
print(json.dumps(x.tolist()))
