# for with else.
import json

import torch

for t in [torch.tensor([1]), torch.tensor([2])]:
    if t.item() > 5:
        r = "found"
        break
else:
    r = t.view(1, 1).tolist()
print(json.dumps({"r": r}))
