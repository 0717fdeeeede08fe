# A loop variable is a list first and a tensor from the second round on.
import json

import torch

x = [1, 2]
seen = []
for _ in range(2):
    seen.append(list(x.shape) if torch.is_tensor(x) else len(x))
    x = torch.zeros(2, 2)
print(json.dumps({"r": seen}))
