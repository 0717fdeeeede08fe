# A list of tensors and text sorted out in a loop.
import json

import torch

out = []
for item in [torch.zeros(2, 1), "p q", None, 3]:
    if item is None:
        out.append("none")
    elif isinstance(item, str):
        out.append(item.split(" "))
    elif isinstance(item, torch.Tensor):
        out.append(item.view(-1).tolist())
    else:
        out.append(item)
print(json.dumps(out))
