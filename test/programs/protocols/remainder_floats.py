# The sign of a remainder follows the divisor.
import json

import torch

x = torch.tensor([5.5, -5.5])
print(json.dumps([(x % 3).tolist(), (x % -3).tolist(), (x // 2).tolist()]))
