# Set operators look like tensor operators.
import json

import torch

a, b = {1, 2, 3}, {2, 5}
x, y = torch.tensor([True, False]), torch.tensor([True, True])
print(json.dumps([sorted(a & b), sorted(a | b), sorted(a - b), sorted(a ^ b), (x & y).tolist(), (x ^ y).tolist()]))
