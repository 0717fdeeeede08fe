# A list or text times a tensor is repeated, and a list plus a tensor is refused or added.
import json

import torch

n = torch.tensor(3)
print(json.dumps([[1, 2] * n, "ab" * n, n * [0], (1, 2) * n, [0] * n.item()]))
