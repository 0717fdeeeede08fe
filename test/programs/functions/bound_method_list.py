# list.append as a value.
import json

import torch

out = []
add = out.append
for t in torch.arange(3).unbind(0):
    add(t.item())
print(json.dumps(out))
