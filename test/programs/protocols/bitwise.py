# & | ^ << >> on ints and masks.
import json

import torch

a, b = torch.tensor([6, 3]), torch.tensor([3, 1])
print(json.dumps([(a & b).tolist(), (a | b).tolist(), (a ^ b).tolist(), (~a).tolist(), ((a > 1) & (b > 1)).tolist()]))
