# Comparisons as masks and a chained comparison of numbers.
import json

import torch

x = torch.tensor([1, 2, 3])
n = x.size(0)
print(json.dumps([(x >= 2).tolist(), (x != 2).tolist(), 1 < n <= 3, ((x > 1) & (x < 3)).tolist()]))
