# A 0-D int tensor as an index and in range().
import json

import torch

n = torch.tensor(2)
print(json.dumps([["a", "b", "c"][n], list(range(n)), [1, 2, 3][:n]]))
